package dev.everfill.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Which core runs what. Pinned, PostgreSQL and the application share the first core and whoever
 * fills the column has the second, as on two hosts. Uses {@code taskset} and {@code chrt} of
 * util-linux. Stateless.
 *
 * @param pinned false leaves everything to the scheduler
 */
public record Cores(boolean pinned) {
  private static final String DATABASE = "0";
  private static final String CONTENDER = "1";
  private static final Path AUTOGROUP = Path.of("/proc/sys/kernel/sched_autogroup_enabled");

  /** Puts this process, and the server with all its processes, on the first core. */
  public void placeApplication(Server server) {
    if (pinned) {
      pinProcess(ProcessHandle.current());
      server
          .pid()
          .ifPresent(
              pid -> {
                ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
                pinProcess(postmaster);
                postmaster.descendants().forEach(Cores::pinProcess);
              });
    }
  }

  /**
   * Runs a contender's work on a thread of its own, where it belongs, and waits for it.
   *
   * @throws Exception what the work throws
   */
  public <T> T asContender(Callable<T> work) throws Exception {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              placeContender();
              return work.call();
            });
    Thread thread = new Thread(task, "bench-contender");
    thread.start();
    try {
      return task.get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof Exception cause ? cause : failed;
    } finally {
      thread.interrupt();
    }
  }

  /**
   * Runs work while the contender's core is as busy as it is with a contender, but with nothing
   * that concerns the database. Unpinned there is no such core, and it is just run.
   *
   * @throws Exception what the work throws
   */
  public <T> T besideBusyCore(Callable<T> work) throws Exception {
    if (!pinned) {
      return work.call();
    }
    Neighbour neighbour = new Neighbour(this::placeContender);
    Thread thread = new Thread(neighbour, "bench-neighbour");
    thread.start();
    try {
      return work.call();
    } finally {
      neighbour.stop();
      thread.join();
    }
  }

  private void placeContender() {
    if (pinned) {
      try {
        // Reads as PID/task/TID: the only way to a thread's own id on Java 17.
        Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
        if (!taskset("-p", "-c", CONTENDER, self.getFileName().toString())) {
          throw new IllegalStateException("taskset cannot pin thread " + self);
        }
      } catch (IOException e) {
        throw new IllegalStateException("cannot tell this thread's id: " + e, e);
      }
    }
  }

  /**
   * The command line that starts a contender where it belongs: unpinned, for times when nobody else
   * wants a processor, as its service does, since it shares them with PostgreSQL.
   */
  public List<String> contender(List<String> command) {
    List<String> placed = new ArrayList<>();
    placed.addAll(pinned ? List.of("taskset", "-c", CONTENDER) : List.of("chrt", "--idle", "0"));
    placed.addAll(command);
    return placed;
  }

  /**
   * What keeps the kernel from letting others go before the contender; empty if nothing does, or
   * this is another kernel.
   */
  public Optional<String> hindrance() {
    try {
      return pinned || !Files.readString(AUTOGROUP).strip().equals("1")
          ? Optional.empty()
          : Optional.of(
              "this kernel shares processors between sessions, whatever their priority, but for"
                  + " services; as between services: sysctl kernel.sched_autogroup_enabled=0");
    } catch (IOException without) {
      return Optional.empty();
    }
  }

  private static void pinProcess(ProcessHandle process) {
    boolean done = taskset("-a", "-p", "-c", DATABASE, Long.toString(process.pid()));
    if (!done && process.isAlive()) {
      throw new IllegalStateException("taskset cannot pin process " + process.pid());
    }
  }

  private static boolean taskset(String... arguments) {
    List<String> command = new ArrayList<>(List.of("taskset"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      throw new IllegalStateException("pinning needs taskset, of util-linux: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
