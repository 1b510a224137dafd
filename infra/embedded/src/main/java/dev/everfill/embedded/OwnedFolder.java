package dev.everfill.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A folder that belongs to one process at a time. The lock is the operating system's, so the death
 * of the owner, however sudden, frees the folder.
 *
 * <p>Safe for use by several threads.
 */
public final class OwnedFolder implements AutoCloseable {
  private static final String LOCK_FILE = "owner.lock";

  /**
   * The folders this process owns. A lock on a POSIX system belongs to the process, and closing any
   * other channel of the same file gives it up: a second attempt in one process must therefore be
   * refused before the file is even opened.
   */
  private static final Set<Path> OWNED_HERE = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;
  private final AtomicBoolean closed = new AtomicBoolean();

  private OwnedFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Creates the folder where it is missing and takes it.
   *
   * @param folder the folder to own
   * @param remedy what the user can do when another process owns it, such as {@code stop it or
   *     choose another --data-dir}
   * @throws EmbeddedServerException if another owner is alive, or the folder cannot be written
   */
  public static OwnedFolder take(Path folder, String remedy) {
    Path real = created(folder);
    if (!OWNED_HERE.add(real)) {
      throw inUse(real, Long.toString(ProcessHandle.current().pid()), remedy);
    }
    try {
      return new OwnedFolder(real, lock(real, remedy));
    } catch (IOException e) {
      OWNED_HERE.remove(real);
      throw new EmbeddedServerException("Cannot lock " + real.resolve(LOCK_FILE) + ": " + e, e);
    } catch (RuntimeException e) {
      OWNED_HERE.remove(real);
      throw e;
    }
  }

  /** The folder, absolute and without symbolic links. */
  public Path path() {
    return folder;
  }

  /** Gives the folder up. The lock file stays: removing it would let two processes own the name. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new EmbeddedServerException("Cannot unlock " + folder.resolve(LOCK_FILE), e);
    } finally {
      OWNED_HERE.remove(folder);
    }
  }

  private static Path created(Path folder) {
    try {
      return Files.createDirectories(folder).toRealPath();
    } catch (IOException e) {
      throw new EmbeddedServerException("Cannot create the folder " + folder + ": " + e, e);
    }
  }

  private static FileChannel lock(Path folder, String remedy) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(LOCK_FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(folder, read(channel), remedy);
      }
      String pid = Long.toString(ProcessHandle.current().pid());
      channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    channel.read(bytes, 0);
    String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).trim();
    return pid.isEmpty() ? "(just starting)" : pid;
  }

  private static EmbeddedServerException inUse(Path folder, String pid, String remedy) {
    return new EmbeddedServerException(folder + " is in use by process " + pid + "; " + remedy);
  }
}
