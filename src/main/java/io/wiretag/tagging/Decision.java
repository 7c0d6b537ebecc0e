package io.wiretag.tagging;

import io.wiretag.tagging.gazetteer.TagOverride.Target;

/**
 * What was decided on a candidate.
 *
 * @param target the tag that it gives, or would have given
 */
record Decision(Candidate candidate, Target target, Verdict verdict) {}
