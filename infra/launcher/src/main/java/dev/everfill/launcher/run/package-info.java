/** Running a pipeline to its end, watched: what {@code run} and {@code demo} have in common. */
package dev.everfill.launcher.run;
