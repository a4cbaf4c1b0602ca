package io.isotrail.streams.api;

/** Answers one kind of question. */
@FunctionalInterface
interface Endpoint {

  /**
   * Answers.
   *
   * @throws Problem.Refusal when there is no answer
   */
  Answer answer(Asked asked);
}
