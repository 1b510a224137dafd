package dev.everfill.base.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Set;

/**
 * A connection that gives its reservation back when it is closed or aborted, even if that fails.
 */
final class ReservedConnection implements InvocationHandler {
  private static final Set<String> ENDS = Set.of("close", "abort");
  private final Connection connection;
  private final Reservation reservation;

  private ReservedConnection(Connection connection, Reservation reservation) {
    this.connection = connection;
    this.reservation = reservation;
  }

  static Connection of(Connection connection, Reservation reservation) {
    return (Connection)
        Proxy.newProxyInstance(
            ReservedConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new ReservedConnection(connection, reservation));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    try {
      return switch (method.getName()) {
        case "equals" -> proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> method.invoke(connection, arguments);
      };
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    } finally {
      if (ENDS.contains(method.getName())) {
        reservation.close();
      }
    }
  }
}
