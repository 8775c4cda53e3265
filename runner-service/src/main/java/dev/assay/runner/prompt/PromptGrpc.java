package dev.assay.runner.prompt;

import com.google.protobuf.Timestamp;
import dev.assay.kit.call.Calls;
import dev.assay.kit.error.AssayException;
import dev.assay.kit.name.PageRequest;
import dev.assay.kit.name.ResourceName;
import dev.assay.runner.prompt.PromptRepository.Stored;
import dev.assay.runner.v1.CreatePromptTemplateRequest;
import dev.assay.runner.v1.GetPromptTemplateRequest;
import dev.assay.runner.v1.ListPromptTemplatesRequest;
import dev.assay.runner.v1.ListPromptTemplatesResponse;
import dev.assay.runner.v1.PromptServiceGrpc;
import dev.assay.runner.v1.PromptTemplate;
import dev.assay.runner.v1.RenderPromptRequest;
import dev.assay.runner.v1.RenderPromptResponse;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.util.List;

/** The gRPC face of prompt templates. */
@GrpcService
public class PromptGrpc extends PromptServiceGrpc.PromptServiceImplBase {

    private final Prompts prompts;

    PromptGrpc(Prompts prompts) {
        this.prompts = prompts;
    }

    @Override
    public void createPromptTemplate(CreatePromptTemplateRequest request, StreamObserver<PromptTemplate> observer) {
        Calls.unary(
                observer,
                () -> render(prompts.create(
                        request.getParent(), request.getPromptTemplate().getMessagesList())));
    }

    @Override
    public void getPromptTemplate(GetPromptTemplateRequest request, StreamObserver<PromptTemplate> observer) {
        Calls.unary(observer, () -> render(prompts.get(request.getName(), "name")));
    }

    @Override
    public void listPromptTemplates(
            ListPromptTemplatesRequest request, StreamObserver<ListPromptTemplatesResponse> observer) {
        Calls.unary(observer, () -> {
            String project = ResourceName.parse("projects/{project}", request.getParent(), "parent")
                    .get("project");
            String scope = "promptTemplates/" + project;
            PageRequest page = PageRequest.of(request.getPageSize(), request.getPageToken(), scope);
            List<Stored> found = prompts.list(project, page);
            List<Stored> shown = found.subList(0, Math.min(found.size(), page.size()));
            ListPromptTemplatesResponse.Builder response = ListPromptTemplatesResponse.newBuilder();
            shown.forEach(template -> response.addPromptTemplates(render(template)));
            if (found.size() > page.size()) {
                response.setNextPageToken(
                        PageRequest.token(scope, Long.toString(shown.getLast().key())));
            }
            return response.build();
        });
    }

    @Override
    public void renderPrompt(RenderPromptRequest request, StreamObserver<RenderPromptResponse> observer) {
        Calls.unary(observer, () -> {
            Template template = prompts.get(request.getName(), "name").template();
            return RenderPromptResponse.newBuilder()
                    .addAllMessages(template.render(input(request)))
                    .build();
        });
    }

    private static PromptInput input(RenderPromptRequest request) {
        return switch (request.getInputCase()) {
            case TEXT -> new PromptInput.Text(request.getText());
            case MESSAGES -> new PromptInput.Conversation(request.getMessages().getMessagesList());
            case VARIABLES -> new PromptInput.Variables(request.getVariables());
            case INPUT_NOT_SET -> throw AssayException.invalid("input", "required: text, messages or variables");
        };
    }

    private static PromptTemplate render(Stored stored) {
        return PromptTemplate.newBuilder()
                .setName(ResourceName.format(Prompts.PATTERN, stored.project(), stored.id()))
                .setDigest("sha256:" + stored.template().digest())
                .addAllMessages(stored.template().messages().getMessagesList())
                .addAllVariables(stored.template().variables())
                .setCreateTime(Timestamp.newBuilder()
                        .setSeconds(stored.createTime().getEpochSecond())
                        .setNanos(stored.createTime().getNano()))
                .build();
    }
}
