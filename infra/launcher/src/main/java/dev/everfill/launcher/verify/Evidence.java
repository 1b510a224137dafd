package dev.everfill.launcher.verify;

import java.util.List;

/** What tells a wrong row from one whose value is still on its way. */
interface Evidence {
  /**
   * Returns once everything that was committed before the call has been written.
   *
   * @return false if nobody can say so; {@link #notes} tells why
   * @throws InterruptedException if somebody asked to stop
   */
  boolean arrived() throws InterruptedException;

  /** Has these rows, at most {@link dev.everfill.base.control.AgainRequest#MAX_KEYS}, written. */
  void again(List<List<String>> keys);

  /** What limits the meaning of the comparison, for people. */
  List<String> notes();

  /** Where nothing runs that could write: what is there now counts. */
  Evidence NONE =
      new Evidence() {
        @Override
        public boolean arrived() {
          return false;
        }

        @Override
        public void again(List<List<String>> keys) {
          throw new IllegalStateException("nobody can write rows again");
        }

        @Override
        public List<String> notes() {
          return List.of();
        }
      };
}
