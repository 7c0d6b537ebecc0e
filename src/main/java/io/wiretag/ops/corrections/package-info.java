/**
 * What editors ask for at the dashboard, and what they are told: {@link io.wiretag.ops.corrections.CorrectionOrder} reads it strictly,
 * {@link io.wiretag.ops.corrections.CorrectionsJson} writes it. The work is {@code io.wiretag.revision}'s.
 */
package io.wiretag.ops.corrections;
