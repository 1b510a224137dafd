package dev.everfill.launcher.pipeline;

import dev.everfill.base.component.StageStatus.Progress;
import dev.everfill.base.control.FieldStatus;

/**
 * How far one field has come, stage by stage.
 *
 * @param status from the control schema
 * @param capture over all tables that the field reads; {@code name} is the field's
 */
public record FieldProgress(
    FieldStatus status, Progress capture, Progress compute, Progress write) {}
