package dev.assay.runner.prompt;

import dev.assay.kit.error.AssayException;
import dev.assay.kit.name.PageRequest;
import dev.assay.kit.name.ResourceName;
import dev.assay.runner.prompt.PromptRepository.Stored;
import dev.assay.type.v1.Message;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What may be done with prompt templates. */
@ApplicationScoped
public class Prompts {

    /** Names of templates. */
    public static final String PATTERN = "projects/{project}/promptTemplates/{prompt_template}";

    private static final int ID_DIGITS = 32;

    private final PromptRepository repository;

    Prompts(PromptRepository repository) {
        this.repository = repository;
    }

    /** Stores a template, or finds the one with the same content. */
    public Stored create(String parent, List<Message> messages) {
        String project =
                ResourceName.parse("projects/{project}", parent, "parent").get("project");
        Template template = Template.of(messages);
        String id = template.digest().substring(0, ID_DIGITS);
        repository.insert(project, id, template, Instant.now().truncatedTo(ChronoUnit.MICROS));
        return get(ResourceName.format(PATTERN, project, id), "name");
    }

    /**
     * The template of that name.
     *
     * @param field the request's field that holds the name, for errors
     */
    public Stored get(String name, String field) {
        ResourceName parsed = ResourceName.parse(PATTERN, name, field);
        return repository
                .find(parsed.get("project"), parsed.get("prompt_template"))
                .orElseThrow(() -> AssayException.notFound(name));
    }

    /** A page of templates, newest first; one more than the page holds when there is another page. */
    List<Stored> list(String project, PageRequest page) {
        return repository.list(project, page);
    }
}
