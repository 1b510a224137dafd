/** What a person sees while fields fill: bars on a terminal, lines elsewhere. */
package dev.everfill.launcher.progress;
