/** The command line: one class per verb. */
package dev.everfill.launcher.command;
