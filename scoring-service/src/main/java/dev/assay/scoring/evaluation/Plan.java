package dev.assay.scoring.evaluation;

import dev.assay.kit.error.AssayException;
import dev.assay.kit.name.ResourceName;
import dev.assay.suite.GateSpec;
import dev.assay.suite.Suite;
import java.util.ArrayList;
import java.util.List;

/**
 * Who takes part in an evaluation and on which data: what the suite says, and what the request says instead.
 *
 * @param baseline empty when there is none
 */
record Plan(String datasetVersion, String candidate, String baseline, List<Participant> participants) {

    private static final String VERSION = "projects/{project}/datasets/{dataset}/versions/{version}";

    Plan {
        participants = List.copyOf(participants);
    }

    /** @throws AssayException INVALID_REQUEST naming the field */
    static Plan of(Suite suite, String project, EvaluationRequest request) {
        String candidate = model(suite, request.candidate(), suite.candidate(), "evaluation.candidate");
        String baseline = model(suite, request.baseline(), suite.baseline().orElse(""), "evaluation.baseline");
        if (candidate.equals(baseline)) {
            throw AssayException.invalid(
                    "evaluation.baseline",
                    "is the candidate itself, \"" + candidate
                            + "\"; give the suite a second entry for the model to compare it with itself");
        }
        if (baseline.isEmpty()) {
            suite.gates().stream().filter(GateSpec::isComparative).findFirst().ifPresent(gate -> {
                throw AssayException.invalid(
                        "evaluation.baseline",
                        "required: the gate \"" + gate.common().name() + "\" compares with a baseline");
            });
        }
        List<Participant> participants = new ArrayList<>();
        add(participants, Participant.Role.CANDIDATE, candidate, project);
        if (!baseline.isEmpty()) {
            add(participants, Participant.Role.BASELINE, baseline, project);
        }
        suite.others().stream()
                .filter(other -> !other.equals(candidate) && !other.equals(baseline))
                .forEach(other -> add(participants, Participant.Role.OTHER, other, project));
        return new Plan(version(suite, project, request), candidate, baseline, participants);
    }

    private static void add(List<Participant> participants, Participant.Role role, String key, String project) {
        String model = ResourceName.format("projects/{project}/models/{model}", project, key);
        participants.add(Participant.planned(participants.size(), role, key, model));
    }

    private static String model(Suite suite, String asked, String own, String field) {
        if (!asked.isEmpty() && !suite.models().containsKey(asked)) {
            throw AssayException.invalid(
                    field,
                    "the suite has no model \"" + asked + "\"; it has "
                            + String.join(", ", suite.models().keySet()));
        }
        return asked.isEmpty() ? own : asked;
    }

    private static String version(Suite suite, String project, EvaluationRequest request) {
        String field = "evaluation.dataset_version";
        String pinned = suite.data().version().orElse("");
        String asked = request.datasetVersion();
        if (asked.isEmpty() && pinned.isEmpty()) {
            throw AssayException.invalid(
                    field,
                    "required: the suite names the file " + suite.data().file().orElse(""));
        }
        if (!asked.isEmpty() && !pinned.isEmpty() && !asked.equals(pinned)) {
            throw AssayException.invalid(field, "the suite pins " + pinned);
        }
        ResourceName name = ResourceName.parse(VERSION, asked.isEmpty() ? pinned : asked, field);
        if (!name.get("project").equals(project)) {
            throw AssayException.invalid(field, "is in another project than " + project);
        }
        return name.toString();
    }
}
