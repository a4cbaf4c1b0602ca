package io.isotrail.streams.compact;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts that stand in nearly every value, written as their place in this list. A place is part of
 * the format: words are only ever added, at the end.
 */
final class Words {

  private static final List<String> ALL =
      List.of(
          "",
          "CreateModel",
          "DeleteModel",
          "AddTags",
          "DeleteTags",
          "CreateEndpoint",
          "UpdateEndpoint",
          "DeleteEndpoint",
          "CreateEndpointConfig",
          "DeleteEndpointConfig",
          "CreateInferenceComponent",
          "UpdateInferenceComponent",
          "DeleteInferenceComponent",
          "CreateTrainingJob",
          "StopTrainingJob",
          "DeleteTrainingJob",
          "CreateProcessingJob",
          "StopProcessingJob",
          "DeleteProcessingJob",
          "CreateHyperParameterTuningJob",
          "StopHyperParameterTuningJob",
          "DeleteHyperParameterTuningJob",
          "CreateTransformJob",
          "CreateMonitoringSchedule",
          "UpdateMonitoringSchedule",
          "DeleteMonitoringSchedule",
          "CreateDataQualityJobDefinition",
          "DeleteDataQualityJobDefinition",
          "CreateModelQualityJobDefinition",
          "DeleteModelQualityJobDefinition",
          "CreateModelBiasJobDefinition",
          "DeleteModelBiasJobDefinition",
          "CreateModelExplainabilityJobDefinition",
          "DeleteModelExplainabilityJobDefinition",
          "production",
          "non-production",
          "untagged",
          "unclassified",
          "public",
          "internal",
          "confidential",
          "restricted",
          "environment",
          "env",
          "stage",
          "prod",
          "prd",
          "live",
          "staging",
          "test",
          "dev",
          "data-classification",
          "data_classification",
          "dataclassification",
          "classification",
          "sensitivity",
          "sensitive",
          "phi",
          "pii",
          "pci",
          "hipaa",
          "secret",
          "team",
          "owner",
          "project",
          "cost-center",
          "application");

  private static final Map<String, Integer> PLACES = places();

  private Words() {}

  /** The place of a text; -1 when it has none. */
  static int place(String text) {
    Integer place = PLACES.get(text);
    return place == null ? -1 : place;
  }

  static int count() {
    return ALL.size();
  }

  /** The text at a place below {@link #count}. */
  static String at(int place) {
    return ALL.get(place);
  }

  private static Map<String, Integer> places() {
    Map<String, Integer> places = HashMap.newHashMap(ALL.size());
    for (String word : ALL) {
      places.put(word, places.size());
    }
    return places;
  }
}
