package dev.assay.cli.evaluate;

import com.google.protobuf.FieldMask;
import dev.assay.cli.remote.RemoteException;
import dev.assay.cli.remote.RunnerClient;
import dev.assay.runner.v1.CreateModelRequest;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.UpdateModelRequest;
import dev.assay.suite.ModelSpec;
import dev.assay.type.v1.ErrorReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings the models that take part into the runner service. One that is there as the suite wants it is left alone: that needs no right to change it. */
final class Registration {

    private static final int TRIES = 3;

    private final RunnerClient runner;
    private final String project;

    Registration(RunnerClient runner, String project) {
        this.runner = runner;
        this.project = project;
    }

    void register(String key, ModelSpec spec) {
        Model wanted = Requests.model(spec);
        String name = project + "/models/" + key;
        for (int attempt = 1; ; attempt++) {
            try {
                Optional<Model> there = runner.findModel(name);
                if (there.isEmpty()) {
                    Model made = runner.createModel(CreateModelRequest.newBuilder()
                            .setParent(project)
                            .setModelId(key)
                            .setModel(wanted)
                            .build());
                    assert made != null;
                } else {
                    List<String> different = differences(there.get(), wanted, spec.provider());
                    if (!different.isEmpty()) {
                        Model changed = runner.updateModel(UpdateModelRequest.newBuilder()
                                .setModel(wanted.toBuilder()
                                        .setName(name)
                                        .setEtag(there.get().getEtag()))
                                .setUpdateMask(FieldMask.newBuilder().addAllPaths(different))
                                .build());
                        assert changed != null;
                    }
                }
                return;
            } catch (RemoteException e) {
                // Another command registers the same model at the same time.
                boolean raced =
                        e.reason() == ErrorReason.ETAG_MISMATCH || e.reason() == ErrorReason.RESOURCE_ALREADY_EXISTS;
                if (!raced || attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static List<String> differences(Model there, Model wanted, ModelSpec.Provider provider) {
        List<String> different = new ArrayList<>();
        add(different, "provider", there.getProvider().equals(wanted.getProvider()));
        add(different, "endpoint", there.getEndpoint().equals(wanted.getEndpoint()));
        boolean byName = there.getModelId().isEmpty() && provider == ModelSpec.Provider.RECORDED;
        String thereId = byName ? there.getName().substring(there.getName().lastIndexOf('/') + 1) : there.getModelId();
        add(different, "model_id", thereId.equals(wanted.getModelId()));
        add(different, "credential", there.getCredential().equals(wanted.getCredential()));
        add(different, "http_template", there.getHttpTemplate().equals(wanted.getHttpTemplate()));
        add(different, "max_tokens_field", there.getMaxTokensField().equals(wanted.getMaxTokensField()));
        add(different, "prices", there.getPrices().equals(wanted.getPrices()));
        if (provider != ModelSpec.Provider.RECORDED) {
            add(different, "limits", there.getLimits().equals(wanted.getLimits()));
            add(different, "call_policy", there.getCallPolicy().equals(wanted.getCallPolicy()));
        }
        return different;
    }

    private static void add(List<String> different, String field, boolean same) {
        if (!same) {
            different.add(field);
        }
    }
}
