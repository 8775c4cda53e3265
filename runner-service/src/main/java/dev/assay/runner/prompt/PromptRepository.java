package dev.assay.runner.prompt;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.assay.kit.name.PageRequest;
import dev.assay.type.v1.MessageList;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Prompt templates in the database. */
@ApplicationScoped
public class PromptRepository implements PanacheRepositoryBase<PromptEntity, Long> {

    /** A stored template. */
    public record Stored(long key, String project, String id, Template template, Instant createTime) {}

    Optional<Stored> find(String project, String id) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> find("project = ?1 and id = ?2", project, id)
                        .firstResultOptional()
                        .map(PromptRepository::stored));
    }

    /** Stores a template unless it is there. */
    void insert(String project, String id, Template template, Instant now) {
        QuarkusTransaction.joiningExisting()
                .run(() -> getEntityManager()
                        .createNativeQuery("""
                        insert into prompt_template (project, id, digest, content, create_time)
                        values (?1, ?2, ?3, ?4, ?5) on conflict (project, id) do nothing""")
                        .setParameter(1, project)
                        .setParameter(2, id)
                        .setParameter(3, template.digest())
                        .setParameter(4, template.messages().toByteArray())
                        .setParameter(5, now)
                        .executeUpdate());
    }

    /** Newest first; at most one more than the page, which tells whether there is another. */
    List<Stored> list(String project, PageRequest page) {
        long before = page.cursor().isEmpty() ? Long.MAX_VALUE : Long.parseLong(page.cursor());
        return QuarkusTransaction.joiningExisting()
                .call(() -> find("project = ?1 and key < ?2 order by key desc", project, before)
                        .page(Page.ofSize(page.size() + 1))
                        .stream()
                        .map(PromptRepository::stored)
                        .toList());
    }

    private static Stored stored(PromptEntity entity) {
        try {
            Template template =
                    Template.of(MessageList.parseFrom(entity.content).getMessagesList());
            return new Stored(
                    entity.key == null ? 0 : entity.key, entity.project, entity.id, template, entity.createTime);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("prompt template " + entity.id + " is unreadable", e);
        }
    }
}
