// Compiles the packages below a folder and runs their programs on the Java machine that runs this:
// a line "package program exception h g" for each, in the order of the packages' names.
//   java Judge.java FOLDER FIRST PROGRAMS PACKAGE_SIZE API

import java.io.File;
import java.io.FileWriter;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.tools.ToolProvider;

public class Judge {

    private static short call(Method run, int program, int what) throws ReflectiveOperationException {
        return (Short) run.invoke(null, (short) program, (short) what);
    }

    private static String thrown(Method run, int program) throws ReflectiveOperationException {
        try {
            call(run, program, 0);
            return "-";
        } catch (InvocationTargetException e) {
            Class<?> c = e.getCause().getClass();
            return c.getName().startsWith("java.lang.") ? c.getSimpleName() : "own";
        }
    }

    private static void compile(File folder, File classes, String api) {
        List<String> arguments = new ArrayList<>(Arrays.asList("-source", "8", "-target", "8",
            "-nowarn", "-Xlint:-options", "-proc:none", "-cp", api, "-d", classes.getPath()));
        for (File p : folder.listFiles()) {
            if (new File(p, "T.java").exists()) {
                arguments.add(new File(p, "T.java").getPath());
                arguments.add(new File(p, "App.java").getPath());
            }
        }
        if (ToolProvider.getSystemJavaCompiler().run(null, System.err, System.err,
                arguments.toArray(new String[0])) != 0) {
            System.exit(1);
        }
    }

    public static void main(String[] arguments) throws Exception {
        File folder = new File(arguments[0]);
        int first = Integer.parseInt(arguments[1]);
        int end = first + Integer.parseInt(arguments[2]);
        int size = Integer.parseInt(arguments[3]);
        File classes = new File(folder, "classes");
        classes.mkdir();
        compile(folder, classes, arguments[4]);
        URLClassLoader loader = new URLClassLoader(new URL[] {classes.toURI().toURL()});
        try (PrintWriter out = new PrintWriter(new FileWriter(new File(folder, "results")))) {
            for (int start = first; start < end; start += size) {
                Method run = loader.loadClass("d" + start + ".T")
                    .getMethod("run", short.class, short.class);
                for (int i = 0; i < size && start + i < end; i++) {
                    String exception = thrown(run, i);
                    out.println(exception + " " + call(run, i, 1) + " " + call(run, i, 2));
                }
            }
        }
    }
}
