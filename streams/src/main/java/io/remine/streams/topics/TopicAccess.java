package io.remine.streams.topics;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topics that a job uses. It asks before the job is submitted: once it runs, it would try for ever, and say why in its log
 * only.
 *
 * @param read what it reads
 * @param written what it writes
 */
public record TopicAccess(Set<Topic> read, Set<Topic> written) {

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    public TopicAccess {
        read = Set.copyOf(read);
        written = Set.copyOf(written);
    }

    /**
     * Asks the brokers whether the topics are there and may be used.
     *
     * @param client Kafka client properties
     * @throws IllegalStateException within ten seconds, naming a topic, what is wrong with it and what to do
     */
    public void check(Properties client, Topics topics) {
        Properties properties = new Properties();
        properties.putAll(client);
        String millis = Long.toString(PATIENCE.toMillis());
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        Set<Topic> all = EnumSet.noneOf(Topic.class);
        all.addAll(read);
        all.addAll(written);
        String brokers = String.valueOf(client.get("bootstrap.servers"));
        try (Admin admin = Admin.create(properties)) {
            Map<String, KafkaFuture<TopicDescription>> described = admin.describeTopics(
                            all.stream().map(topics::name).toList(),
                            new DescribeTopicsOptions().includeAuthorizedOperations(true))
                    .topicNameValues();
            for (Topic topic : all) {
                check(topic, topics.name(topic), brokers, described);
            }
        } catch (KafkaException e) {
            throw new IllegalStateException("no Kafka client for %s: %s".formatted(brokers, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking for topics", e);
        }
    }

    private void check(Topic topic, String name, String brokers, Map<String, KafkaFuture<TopicDescription>> described)
            throws InterruptedException {
        try {
            Set<AclOperation> allowed = described.get(name).get().authorizedOperations();
            if (read.contains(topic) && !allowed.contains(AclOperation.READ)) {
                throw refused(name, brokers, "no right to read it; let this user READ it", null);
            }
            if (written.contains(topic) && !allowed.contains(AclOperation.WRITE)) {
                throw refused(name, brokers, "no right to write it; let this user WRITE it", null);
            }
        } catch (ExecutionException e) {
            throw refused(name, brokers, reason(e.getCause()), e.getCause());
        }
    }

    private static String reason(Throwable cause) {
        if (cause instanceof UnknownTopicOrPartitionException) {
            return "it does not exist; `remine topics create` makes it";
        }
        if (cause instanceof AuthorizationException) {
            return "no right to see it; let this user DESCRIBE it";
        }
        if (cause instanceof AuthenticationException) {
            return "%s; see the settings kafka.security.protocol, kafka.sasl.* and kafka.ssl.*"
                    .formatted(cause.getMessage());
        }
        if (cause instanceof TimeoutException) {
            return "no answer within %d s; is kafka.bootstrap.servers right, and kafka.security.protocol what the brokers ask for?"
                    .formatted(PATIENCE.toSeconds());
        }
        return cause.toString();
    }

    private static IllegalStateException refused(String topic, String brokers, String reason, Throwable cause) {
        return new IllegalStateException("topic %s on %s: %s".formatted(topic, brokers, reason), cause);
    }
}
