package javacard.framework.service;

public interface RemoteService extends Service {

}
