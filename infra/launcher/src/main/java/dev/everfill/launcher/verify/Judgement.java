package dev.everfill.launcher.verify;

import dev.everfill.base.control.AgainRequest;
import dev.everfill.base.definition.FieldDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which of the rows that were seen to differ are wrong, by looking at them again and again,
 * and has these repaired if that was asked for. For one thread.
 */
final class Judgement {
  private static final int KEYS_AT_A_TIME = 500;
  private static final int ROUNDS = 30;

  private final FieldDefinition field;
  private final Comparisons comparisons;
  private final Division division;
  private final Evidence evidence;
  private final boolean repair;
  private final Pauses pauses;
  private final Findings findings;

  Judgement(
      FieldDefinition field,
      Comparisons comparisons,
      Division division,
      Evidence evidence,
      boolean repair,
      Pauses pauses,
      Findings findings) {
    this.field = field;
    this.comparisons = comparisons;
    this.division = division;
    this.evidence = evidence;
    this.repair = repair;
    this.pauses = pauses;
    this.findings = findings;
  }

  /** Decides about all of these. */
  void of(List<Difference> suspects) throws Reading.TooLong, InterruptedException {
    if (suspects.isEmpty()) {
      return;
    }
    List<Difference> stayed = certain(suspects, true);
    findings.differ(stayed);
    if (repair && !stayed.isEmpty()) {
      repair(stayed);
    }
  }

  /**
   * Repairs some of many, which are not kept one by one.
   *
   * @return whether any has come to be right
   */
  boolean repairsSome(List<Difference> some) throws Reading.TooLong, InterruptedException {
    List<Difference> stayed = certain(some, false);
    long before = findings.repaired();
    if (!stayed.isEmpty()) {
      repair(stayed);
    }
    long repaired = findings.repaired() - before;
    findings.uncounted(repaired);
    return repaired > 0;
  }

  /** How many single rows are looked at in one statement: more where each costs nearly as much. */
  int chunk() {
    return division.coarse() ? Verification.LIMIT : KEYS_AT_A_TIME;
  }

  private List<Difference> certain(List<Difference> seen, boolean counted)
      throws Reading.TooLong, InterruptedException {
    Suspects open = new Suspects(seen);
    for (int round = 0; round < ROUNDS && !open.open().isEmpty(); round++) {
      pauses.between(round);
      if (!evidence.arrived()) {
        return open.all();
      }
      open.look(differing(open.open()));
    }
    if (counted) {
      findings.busy(open.open().size());
    }
    return open.stayed();
  }

  private List<Difference> differing(List<List<String>> asked) throws Reading.TooLong {
    List<Difference> all = new ArrayList<>();
    for (List<List<String>> some : Chunks.of(asked, chunk())) {
      all.addAll(
          comparisons.compare(new Extent.Keys(some), Verification.WHOLE_TIMEOUT).differences());
    }
    return all;
  }

  private void repair(List<Difference> wrong) throws Reading.TooLong, InterruptedException {
    if (!evidence.arrived()) {
      findings.note("nothing was repaired: rows are written again by the running pipeline alone");
      return;
    }
    List<List<String>> rows = wrong.stream().map(Difference::key).toList();
    Chunks.of(rows, AgainRequest.MAX_KEYS).forEach(evidence::again);
    if (!evidence.arrived()) {
      return;
    }
    int left = certain(differing(rows), false).size();
    findings.repaired(wrong.size() - left);
    if (left > 0) {
      findings.note(
          left
              + " rows differ although they were written again: they are in quarantine, something"
              + " else writes the column, or what is kept of the sources is wrong: everfill resync "
              + field.name());
    }
  }
}
