package dev.everfill.base.postgres;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/** Connections that lead nowhere. */
final class FakeConnection {
  private FakeConnection() {}

  static Connection sound() {
    return of(false);
  }

  /** Its server went away: closing fails. */
  static Connection broken() {
    return of(true);
  }

  private static Connection of(boolean lost) {
    return (Connection)
        Proxy.newProxyInstance(
            FakeConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (lost) {
                throw new SQLException("lost");
              }
              return null;
            });
  }
}
