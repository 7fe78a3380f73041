package io.remine.streams.taskmanager;

import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flink's TaskManager, in place of its own main class, with the same arguments. While it registers and waits for tasks it does
 * once what its first task would do first, see {@link FirstStep}: a spare TaskManager that has never trained takes over from a
 * dead one seconds sooner.
 */
public final class WarmTaskManager {

    private static final Logger LOG = LoggerFactory.getLogger(WarmTaskManager.class);

    private WarmTaskManager() {}

    public static void main(String[] arguments) throws Exception {
        Thread warming = new Thread(WarmTaskManager::warm, "warm-up");
        warming.setDaemon(true);
        warming.start();
        TaskManagerRunner.main(arguments);
    }

    /** Whatever keeps it from warming up keeps a task from running as well, and is told there. */
    private static void warm() {
        try {
            FirstStep.take();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("The first task will take longer to start, for what it loads could not be loaded ahead", e);
        }
    }
}
