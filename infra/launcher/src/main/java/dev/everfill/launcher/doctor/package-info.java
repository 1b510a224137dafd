/** Everything that keeps a pipeline from working well, looked at without changing anything. */
package dev.everfill.launcher.doctor;
