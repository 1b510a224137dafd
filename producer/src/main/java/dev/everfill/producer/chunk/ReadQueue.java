package dev.everfill.producer.chunk;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Between the reader, which fills it, and the thread that consumes the stream, which empties it in
 * the same order. Bounded, because rows are held in it.
 */
public final class ReadQueue {
  private final int capacity;
  private final Deque<ReadItem> items = new ArrayDeque<>();
  private int chunks;

  /**
   * @param capacity chunks it may hold, ≥ 1
   */
  public ReadQueue(int capacity) {
    this.capacity = capacity;
  }

  synchronized boolean hasRoom() {
    return chunks < capacity;
  }

  /** The number of the chunk that is taken next; 0 if there is none. */
  synchronized long first() {
    for (ReadItem item : items) {
      if (item instanceof ReadItem.Chunk chunk) {
        return chunk.number();
      }
    }
    return 0;
  }

  synchronized boolean isEmpty() {
    return items.isEmpty();
  }

  synchronized void add(ReadItem item) {
    items.add(item);
    if (item instanceof ReadItem.Chunk) {
      chunks++;
    }
  }

  /** The head if it is a bare snapshot, else null: nothing overtakes a waiting chunk. */
  public synchronized ReadItem.Bare pollBare() {
    return items.peek() instanceof ReadItem.Bare ? (ReadItem.Bare) items.poll() : null;
  }

  /**
   * The chunk whose watermark was delivered.
   *
   * @throws IllegalStateException if it is not the next one, which would be a defect
   */
  public synchronized ReadItem.Chunk take(long number) {
    if (!(items.peek() instanceof ReadItem.Chunk chunk) || chunk.number() != number) {
      throw new IllegalStateException(
          "watermark of chunk " + number + " came, but the next one is " + items.peek());
    }
    items.poll();
    chunks--;
    notifyAll();
    return chunk;
  }

  /** Waits for room, but not for long; the reader asks again for all it waits for. */
  @SuppressWarnings("WaitNotInLoop")
  synchronized void awaitChange(long millis) throws InterruptedException {
    wait(millis);
  }
}
