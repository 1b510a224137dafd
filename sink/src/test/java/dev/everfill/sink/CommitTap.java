package dev.everfill.sink;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Lies in wait for what a connection commits, alone or in one message with what comes before. */
final class CommitTap {
  private CommitTap() {}

  /** What is done in place of a commit. */
  interface Instead {
    /**
     * @param real the connection below
     * @param commit the real thing, to be done once or not at all
     */
    void commit(Connection real, Commit commit) throws SQLException;
  }

  /** A commit that waits to be sent. */
  interface Commit {
    void send() throws SQLException;
  }

  static Connection on(Connection real, Instead instead) {
    return proxy(
        Connection.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("commit")) {
            instead.commit(real, real::commit);
            return null;
          }
          Object made = invoke(method, real, arguments);
          boolean commits =
              made instanceof PreparedStatement && String.valueOf(arguments[0]).contains("COMMIT");
          return commits ? on(real, (PreparedStatement) made, instead) : made;
        });
  }

  private static PreparedStatement on(
      Connection real, PreparedStatement statement, Instead instead) {
    return proxy(
        PreparedStatement.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("execute")) {
            instead.commit(real, statement::execute);
            return true;
          }
          return invoke(method, statement, arguments);
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(CommitTap.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object invoke(Method method, Object target, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }
}
