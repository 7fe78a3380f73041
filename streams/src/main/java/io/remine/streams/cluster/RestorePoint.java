package io.remine.streams.cluster;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.CompletedCheckpointStorageLocation;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;

/**
 * A checkpoint or savepoint that a job is to go on from, looked at before the job is submitted: a job that cannot read its
 * state would try again for ever. Whether the files' bytes are right is checked when they are read.
 */
final class RestorePoint {

    private RestorePoint() {}

    /**
     * Checks that every file of it is there and as long as it was written; only what lies on this machine.
     *
     * @throws IllegalStateException naming the file, what is wrong with it, and what to do
     */
    static void check(String path) {
        if (!isHere(path)) {
            return;
        }
        try {
            CompletedCheckpointStorageLocation location =
                    AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(path);
            metadata(location).getOperatorStates().stream()
                    .flatMap(operator -> operator.getStates().stream())
                    .flatMap(RestorePoint::states)
                    .flatMap(RestorePoint::handles)
                    .forEach(handle -> check(path, handle));
        } catch (IOException e) {
            throw refused(path, e.getMessage(), e);
        }
    }

    private static boolean isHere(String path) {
        URI uri = URI.create(path);
        boolean local = uri.getScheme() == null || uri.getScheme().equals("file");
        return local && Files.exists(Path.of(uri.getPath()));
    }

    private static CheckpointMetadata metadata(CompletedCheckpointStorageLocation location) throws IOException {
        try (DataInputStream in =
                new DataInputStream(location.getMetadataHandle().openInputStream())) {
            return Checkpoints.loadCheckpointMetadata(
                    in, RestorePoint.class.getClassLoader(), location.getExternalPointer());
        } catch (IOException | RuntimeException e) { // whatever is thrown by what is read from damaged bytes
            throw new IOException("its file _metadata cannot be read (%s)".formatted(e), e);
        }
    }

    private static Stream<StateObject> states(OperatorSubtaskState subtask) {
        return Stream.of(
                        subtask.getManagedKeyedState(),
                        subtask.getRawKeyedState(),
                        subtask.getManagedOperatorState(),
                        subtask.getRawOperatorState())
                .flatMap(states -> states.stream().map(StateObject.class::cast));
    }

    private static Stream<StreamStateHandle> handles(StateObject state) {
        if (state instanceof KeyGroupsStateHandle keyed) {
            return Stream.of(keyed.getDelegateStateHandle());
        }
        if (state instanceof OperatorStreamStateHandle operator) {
            return Stream.of(operator.getDelegateStateHandle());
        }
        if (state instanceof IncrementalRemoteKeyedStateHandle incremental) {
            return Stream.of(
                            Stream.of(incremental.getMetaDataStateHandle()),
                            incremental.getSharedState().stream().map(HandleAndLocalPath::getHandle),
                            incremental.getPrivateState().stream().map(HandleAndLocalPath::getHandle))
                    .flatMap(each -> each);
        }
        return Stream.empty();
    }

    private static void check(String path, StreamStateHandle handle) {
        if (!(handle instanceof FileStateHandle written)) {
            return;
        }
        try {
            FileStatus file = written.getFilePath().getFileSystem().getFileStatus(written.getFilePath());
            if (file.getLen() != written.getStateSize()) {
                throw refused(
                        path,
                        "its file %s has %,d bytes, not the %,d that were written"
                                .formatted(written.getFilePath(), file.getLen(), written.getStateSize()),
                        null);
            }
        } catch (IOException e) {
            throw refused(path, "its file %s cannot be read (%s)".formatted(written.getFilePath(), e), e);
        }
    }

    private static IllegalStateException refused(String path, String reason, Throwable cause) {
        return new IllegalStateException(
                "cannot go on from %s: %s; go on from the one before".formatted(path, reason), cause);
    }
}
