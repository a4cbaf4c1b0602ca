package io.isotrail.streams.api;

import io.isotrail.streams.deadletters.DeadLetterReader;
import io.isotrail.streams.governance.GovernanceRegister;
import io.isotrail.streams.rejections.RejectionPublisher;
import io.isotrail.streams.simulation.Simulator;
import io.isotrail.streams.view.View;

/**
 * What the API reaches of the rest: it asks these and nothing else.
 *
 * @param view what questions are answered from; it need not be ready
 * @param rejections where reported rejections go
 * @param governance where policies and exceptions are changed
 * @param simulator says what another policy would change
 * @param deadLetters what could not be used
 */
public record ApiPorts(
    View view,
    RejectionPublisher rejections,
    GovernanceRegister governance,
    Simulator simulator,
    DeadLetterReader deadLetters) {}
