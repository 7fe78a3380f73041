package io.remine.streams.cli;

import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.topics.TopicAdmin;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code remine topics create}: the topics of a deployment, with the right cleanup. */
@Command(name = "topics", description = "Makes the topics.", subcommands = TopicsCommand.Create.class)
final class TopicsCommand {

    @Command(name = "create", description = "Creates the topics that are missing and checks those that are there.")
    static final class Create implements Runnable {

        @Mixin
        private ConfigFile config;

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            RemineConfiguration configuration = config.load();
            int replication = configuration.get(RemineOptions.TOPICS_REPLICATION);
            List<TopicAdmin.Outcome> outcomes = TopicAdmin.create(
                    configuration.kafkaClient(),
                    configuration.topics(),
                    configuration.get(RemineOptions.TOPICS_PARTITIONS),
                    replication == 0 ? Optional.empty() : Optional.of((short) replication));
            PrintWriter out = spec.commandLine().getOut();
            outcomes.forEach(outcome -> out.println(outcome.name() + ": "
                    + outcome.problem().orElse(outcome.created() ? "created" : "is there already")));
            out.flush();
            List<String> wrong = outcomes.stream()
                    .filter(outcome -> outcome.problem().isPresent())
                    .map(TopicAdmin.Outcome::name)
                    .toList();
            if (!wrong.isEmpty()) {
                throw new IllegalStateException("topics with a wrong cleanup, see above: " + wrong);
            }
        }
    }
}
