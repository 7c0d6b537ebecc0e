package io.wiretag.proof;

/** Where faults happen. */
record Scene(Cluster cluster, Load load, History history) {}
