package io.isotrail.app.simulate;

/** Where CloudTrail writes one series of log files: an account and a region. */
record Place(String account, String region) {}
