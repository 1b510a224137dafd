package dev.everfill.processor.operator;

import dev.everfill.processor.state.TargetRow;

/**
 * The end of the rows' way where a row's key is the target's key: computes the select list and
 * settles it. Where the root is the target itself, the row also says that the target row exists, so
 * that a new row is settled once, with its value, and never before its parents have answered.
 */
final class SettleStep implements RowStep {
  private final RowOutputs outputs;
  private final boolean rootIsTarget;
  private final Settle settle;

  SettleStep(RowOutputs outputs, boolean rootIsTarget, Settle settle) {
    this.outputs = outputs;
    this.rootIsTarget = rootIsTarget;
    this.settle = settle;
  }

  @Override
  public void present(byte[] key, String[] row, Cause cause) {
    put(key, true, outputs.texts(row), cause);
  }

  @Override
  public void excluded(byte[] key, Cause cause) {
    put(key, true, null, cause);
  }

  @Override
  public void gone(byte[] key, Cause cause) {
    put(key, false, null, cause);
  }

  @Override
  public void truncated(Cause cause) {
    if (rootIsTarget) {
      settle.allTruncated(cause);
    } else {
      settle.valuesTruncated(cause);
    }
  }

  @Override
  public void level(long level, Cause cause) {
    settle.valuesLevel(level, cause);
  }

  private void put(byte[] key, boolean exists, String[] value, Cause cause) {
    if (rootIsTarget) {
      settle.settle(key, new TargetRow(exists, value), cause);
    } else {
      settle.value(key, value, cause);
    }
  }
}
