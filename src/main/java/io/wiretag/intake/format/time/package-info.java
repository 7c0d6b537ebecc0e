/** Dates and times as newsrooms write them: by the standards, and as wires and sites do it. A time without a zone is Viet Nam's. */
package io.wiretag.intake.format.time;
