package dev.everfill.launcher.pipeline;

import dev.everfill.base.component.StageStatus.Progress;
import dev.everfill.base.control.FieldRate;
import dev.everfill.base.control.FieldStatus;

/**
 * How far one field has come, stage by stage.
 *
 * @param status from the control schema
 * @param capture over all tables that the field reads; {@code name} is the field's
 * @param write of this process alone
 * @param rate of all processes together
 */
public record FieldProgress(
    FieldStatus status, Progress capture, Progress compute, Progress write, FieldRate rate) {}
