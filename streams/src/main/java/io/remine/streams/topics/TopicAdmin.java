package io.remine.streams.topics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;

/** Makes the topics of a deployment. Making them again changes nothing. */
public final class TopicAdmin {

    /** What was found or done about one topic; {@code problem} says what is wrong with one that was there before. */
    public record Outcome(String name, boolean created, Optional<String> problem) {}

    private TopicAdmin() {}

    /**
     * Creates what is missing and checks the cleanup of what is there.
     *
     * @param client Kafka client properties, {@code bootstrap.servers} among them
     * @param partitions of the topics that producers write and of {@code examples}
     * @param replication copies of each partition; empty for the broker's own default
     * @return one outcome per topic, in the order of {@link Topic}
     * @throws IllegalStateException if the broker does not answer or refuses
     */
    public static List<Outcome> create(Properties client, Topics topics, int partitions, Optional<Short> replication) {
        try (Admin admin = Admin.create(client)) {
            Map<String, Config> present = present(admin, topics);
            List<NewTopic> missing = Stream.of(Topic.values())
                    .filter(topic -> !present.containsKey(topics.name(topic)))
                    .map(topic -> new NewTopic(
                                    topics.name(topic), Optional.of(topic.partitions(partitions)), replication)
                            .configs(topic.settings()))
                    .toList();
            admin.createTopics(missing).all().get();
            List<Outcome> outcomes = new ArrayList<>();
            for (Topic topic : Topic.values()) {
                Config config = present.get(topics.name(topic));
                outcomes.add(new Outcome(
                        topics.name(topic),
                        config == null,
                        Optional.ofNullable(config).flatMap(found -> problem(topic, found))));
            }
            return outcomes;
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "cannot create the topics on %s: %s"
                            .formatted(
                                    client.get("bootstrap.servers"),
                                    e.getCause().getMessage()),
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        }
    }

    private static Map<String, Config> present(Admin admin, Topics topics)
            throws ExecutionException, InterruptedException {
        var names = admin.listTopics().names().get();
        List<ConfigResource> ours = Stream.of(Topic.values())
                .map(topics::name)
                .filter(names::contains)
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        return admin.describeConfigs(ours).all().get().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
    }

    private static Optional<String> problem(Topic topic, Config found) {
        String policy = found.get("cleanup.policy").value();
        return policy.equals(topic.cleanupPolicy())
                ? Optional.empty()
                : Optional.of("cleanup.policy is %s, must be %s; alter it with kafka-configs"
                        .formatted(policy, topic.cleanupPolicy()));
    }
}
