package io.remine.streams.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.remine.streams.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;

/**
 * The values of all settings of one deployment, checked. Names that begin with {@code kafka.} go to every Kafka client
 * without that prefix, security settings for instance; names that begin with {@code flink.} go to Flink.
 */
public final class RemineConfiguration {

    private static final String KAFKA = "kafka.";
    private static final String FLINK = "flink.";

    private final Configuration values;
    private final Map<String, String> kafka = new TreeMap<>();
    private final Map<String, String> flink = new TreeMap<>();

    private RemineConfiguration(Map<String, String> entries) {
        Configuration own = new Configuration();
        entries.forEach((name, value) -> {
            if (RemineOptions.named(name).isPresent()) {
                own.setString(name, value);
            } else if (name.startsWith(KAFKA)) {
                kafka.put(name.substring(KAFKA.length()), value);
            } else if (name.startsWith(FLINK)) {
                flink.put(name.substring(FLINK.length()), value);
            } else {
                throw unknown(name);
            }
        });
        this.values = own;
        RemineOptions.all().forEach(setting -> setting.in(values));
        checkTransactionsOutliveCheckpoints();
    }

    /**
     * The settings in a YAML file, nested or with dotted names.
     *
     * @throws IllegalArgumentException naming the file and what is wrong in it
     */
    public static RemineConfiguration load(Path file) {
        try {
            JsonNode root = new YAMLMapper().readTree(Files.readString(file));
            Map<String, String> entries = new TreeMap<>();
            flatten("", root, entries);
            return new RemineConfiguration(entries);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("%s is no YAML: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(file, e.getMessage()), e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "there is no file %s; `remine config` prints what it may hold".formatted(file), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** These settings by name; the others have their defaults. */
    public static RemineConfiguration of(Map<String, String> entries) {
        return new RemineConfiguration(entries);
    }

    /** This configuration with some values replaced. */
    public RemineConfiguration with(Map<String, String> overrides) {
        Map<String, String> entries = entries();
        entries.putAll(overrides);
        return new RemineConfiguration(entries);
    }

    /** The settings that were given, by name: what makes an equal configuration, here or from a file. */
    public Map<String, String> entries() {
        Map<String, String> entries = new TreeMap<>(values.toMap());
        kafka.forEach((name, value) -> entries.put(KAFKA + name, value));
        flink.forEach((name, value) -> entries.put(FLINK + name, value));
        return entries;
    }

    public <T> T get(Setting<T> setting) {
        return setting.in(values);
    }

    /** Properties of every Kafka client, {@code bootstrap.servers} among them. */
    public Properties kafkaClient() {
        Properties properties = new Properties();
        properties.putAll(kafka);
        properties.put("bootstrap.servers", get(RemineOptions.BOOTSTRAP_SERVERS));
        return properties;
    }

    public Topics topics() {
        return new Topics(get(RemineOptions.TOPICS_PREFIX));
    }

    /** Settings that are passed on to Flink. */
    public Map<String, String> flink() {
        return Map.copyOf(flink);
    }

    private void checkTransactionsOutliveCheckpoints() {
        long transactionMillis = get(RemineOptions.TRANSACTION_TIMEOUT);
        long checkpointMillis = get(RemineOptions.CHECKPOINT_TIMEOUT);
        if (transactionMillis <= checkpointMillis) {
            throw new IllegalArgumentException(
                    "%s is %d, must be above %s, %d: a broker that aborts the transaction of a checkpoint loses its records"
                            .formatted(
                                    RemineOptions.TRANSACTION_TIMEOUT.name(),
                                    transactionMillis,
                                    RemineOptions.CHECKPOINT_TIMEOUT.name(),
                                    checkpointMillis));
        }
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> flatten(
                            prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey(), entry.getValue(), into));
        } else if (node.isArray() || (prefix.isEmpty() && !node.isMissingNode() && !node.isNull())) {
            throw new IllegalArgumentException(
                    "'%s' is %s; settings are `name: value`".formatted(prefix, node.getNodeType()));
        } else if (node.isValueNode() && !node.isNull()) {
            into.put(prefix, node.asText());
        }
    }

    private static IllegalArgumentException unknown(String name) {
        String nearest = RemineOptions.all().stream()
                .map(Setting::name)
                .min(Comparator.comparingInt(other -> EditDistance.between(name, other)))
                .orElseThrow();
        return new IllegalArgumentException(
                "unknown setting '%s'; did you mean '%s'? `remine config` lists all; names of Kafka's clients begin with %s, of Flink with %s"
                        .formatted(name, nearest, KAFKA, FLINK));
    }
}
