package io.remine.operators.flink;

import io.remine.state.codec.CorruptDataException;
import java.io.EOFException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.ExceptionUtils;

/**
 * Restored state that is not what was written. To try again would not mend it, so it ends the job: whoever runs it goes on
 * from the checkpoint before.
 */
public final class DamagedState {

    private DamagedState() {}

    /**
     * Reads restored state.
     *
     * @param what names it in the error
     * @throws SuppressRestartsException if it is damaged; the job fails and is not restarted
     */
    public static <T> T ends(String what, Callable<T> reading) throws Exception {
        try {
            return reading.call();
        } catch (Exception e) {
            Optional<Throwable> damage = ExceptionUtils.findThrowable(
                    e, each -> each instanceof CorruptDataException || each instanceof EOFException);
            if (damage.isEmpty()) {
                throw e;
            }
            CorruptDataException named = new CorruptDataException("%s is damaged; go on from the checkpoint before: %s"
                    .formatted(what, damage.get().getMessage()));
            named.addSuppressed(e);
            throw new SuppressRestartsException(named);
        }
    }
}
