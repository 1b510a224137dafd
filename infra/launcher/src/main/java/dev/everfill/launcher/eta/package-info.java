/** How fast rows are settled, and when all will be. Pure; the clock is the caller's. */
package dev.everfill.launcher.eta;
