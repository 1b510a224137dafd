/**
 * The stages joined into one process: {@link dev.everfill.launcher.pipeline.Preflight} checks and
 * creates nothing, {@link dev.everfill.launcher.pipeline.Pipeline} runs what passed.
 */
package dev.everfill.launcher.pipeline;
