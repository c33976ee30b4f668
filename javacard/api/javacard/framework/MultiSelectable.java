package javacard.framework;

public interface MultiSelectable {

    boolean select(boolean p0);

    void deselect(boolean p0);

}
