/** The {@code everfill} command: reads the configuration and joins the stages into one process. */
package dev.everfill.launcher;
