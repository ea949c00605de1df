#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The three streams that a process is started with.
package enum StandardStreams {
    /// To be done before anything else: makes the streams safe to use, however the process was started.
    ///
    /// One that is closed would be the next file that is opened, and results would be written to that: its place is taken
    /// by something that can be neither read nor written. What others print (help, a version) is flushed at the end of
    /// the process, and when it gets lost that is told, and the process ends with 1.
    package static func prepare() {
        for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
            _ = open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
        atexit {
            guard fflush(nil) != 0, errno != EPIPE else { return }
            try? StandardError.write(Array("drctl: \(FileFailure(.write, "stdout"))\n".utf8))
            _exit(1)
        }
    }
}

/// The stream for results.
package enum StandardOutput {
    /// Writes the pieces; after a failure the rest is thrown away.
    ///
    /// - Throws: `FileFailure`; `isClosedPipe` when the reader went away.
    package static func write(_ pieces: (_ piece: ([UInt8]) -> Void) -> Void) throws(FileFailure) {
        try Descriptor(dup(STDOUT_FILENO), .write, "stdout").write(pieces)
    }
}

/// The stream for everything else that is said.
package enum StandardError {
    /// Writes all of it.
    ///
    /// - Throws: `FileFailure`.
    package static func write(_ bytes: [UInt8]) throws(FileFailure) {
        try writeAll(bytes, to: STDERR_FILENO, "stderr")
    }
}
