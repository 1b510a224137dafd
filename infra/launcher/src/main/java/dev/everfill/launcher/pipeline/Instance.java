package dev.everfill.launcher.pipeline;

import dev.everfill.base.control.InstanceStatus;
import dev.everfill.base.postgres.ConnectionBudget;
import java.util.UUID;

/**
 * This process, as the others see it in the control schema.
 *
 * @param id tells it from every other, also from an earlier one with the same process id
 */
record Instance(String id, String host, long pid) {
  static Instance ofThisProcess() {
    String host = Host.name(System.getenv());
    long pid = ProcessHandle.current().pid();
    String unique = UUID.randomUUID().toString().substring(0, 8);
    return new Instance(host + "-" + pid + "-" + unique, host, pid);
  }

  InstanceStatus status(ConnectionBudget.Usage connections) {
    return InstanceStatus.running(id, host, pid, connections);
  }
}
