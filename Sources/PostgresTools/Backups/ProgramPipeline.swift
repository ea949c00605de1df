import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Programs that are joined by pipes, as `a | b | c` of a shell, without a shell.
///
/// Nothing is held between them: what they pass on is in pipes. When one ends badly all end, and the failure is that of
/// the one which failed by itself, not of those whose neighbour was gone.
package struct ProgramPipeline: Sendable {
    package var programs: [Program]
    /// Whether the last program may end well before it has read everything: what it wanted it has, and those before it
    /// lose their reader. When one of them fails by itself, the last one sees its input end, and fails too.
    package var mayEndEarly = false

    package init(_ programs: [Program]) { self.programs = programs }

    /// Hands over the next bytes; nil at the end.
    package typealias Source = @Sendable () async throws -> [UInt8]?
    /// Takes the next bytes.
    package typealias Sink = @Sendable ([UInt8]) async throws -> Void

    /// Runs until all programs have ended.
    ///
    /// - Parameters:
    ///   - source: What the first program reads; nil for nothing. When it throws, no program sees an end of its input.
    ///   - sink: Takes what the last program writes; nil to throw it away.
    /// - Throws: `PipelineFailure`, `CancellationError`, what source or sink throw.
    package func run(from source: Source? = nil, to sink: Sink? = nil) async throws {
        guard BrokenPipe.isAnError else { throw PostgresError(.tool, "failed to ignore SIGPIPE") }
        var inputs: [Int32] = []
        var outputs: [Int32] = []
        var feed: PipeEnd?
        var drain: PipeEnd?
        if source != nil {
            let pair = try PipeEnd.pair()
            inputs.append(pair.reader)
            feed = PipeEnd(pair.writer)
        } else {
            inputs.append(openNothing(O_RDONLY))
        }
        for _ in programs.dropFirst() {
            let pair = try PipeEnd.pair()
            outputs.append(pair.writer)
            inputs.append(pair.reader)
        }
        if sink != nil {
            let pair = try PipeEnd.pair()
            outputs.append(pair.writer)
            drain = PipeEnd(pair.reader)
        } else {
            outputs.append(openNothing(O_WRONLY))
        }
        try await run(zip(inputs, outputs).map { ($0, $1) }, source, feed, sink, drain)
    }

    private enum Part: Sendable {
        case program(Int, Ending)
        case fed, drained
        case feedFailed(any Error), drainFailed(any Error)
    }

    private struct Ending: Sendable {
        var isGood: Bool
        /// Whether a signal ended it for want of a reader, or because another program had failed.
        var isFollower: Bool
        var said: String
    }

    private func run(
        _ ends: [(Int32, Int32)], _ source: Source?, _ feed: PipeEnd?, _ sink: Sink?, _ drain: PipeEnd?
    ) async throws {
        var endings = [Ending?](repeating: nil, count: programs.count)
        var failure: (any Error)?
        await withTaskGroup(of: Part.self) { group in
            for (index, program) in programs.enumerated() {
                let (input, output) = ends[index]
                group.addTask { .program(index, await Self.ending(of: program, input, output)) }
            }
            if let source, let feed {
                group.addTask {
                    do {
                        while let piece = try await source() { try await feed.write(piece) }
                        feed.close()
                        return .fed
                    } catch is PipeEnd.Closed {
                        // The reader is gone, and says why.
                        feed.close()
                        return .fed
                    } catch {
                        return .feedFailed(error)
                    }
                }
            }
            if let sink, let drain {
                group.addTask {
                    do {
                        while let piece = try await drain.next() { try await sink(piece) }
                        return .drained
                    } catch {
                        drain.close()
                        return .drainFailed(error)
                    }
                }
            }
            for await part in group {
                switch part {
                case .program(let index, let ending):
                    endings[index] = ending
                    if !ending.isGood, !mayEndEarly || index == programs.count - 1 { group.cancelAll() }
                case .feedFailed(let error), .drainFailed(let error):
                    failure = failure ?? error
                    group.cancelAll()
                case .fed, .drained: continue
                }
            }
            feed?.close()
        }
        try Task.checkCancellation()
        // What a sink or source says is the cause; a cancellation follows from a program's end.
        if let failure, !(failure is CancellationError) { throw failure }
        if mayEndEarly, endings.last??.isGood == true { return }
        if let blamed = blamed(endings.map { $0 ?? Ending(isGood: false, isFollower: false, said: "") }) {
            throw blamed
        }
        if let failure { throw failure }
    }

    /// Of several that failed the one that did not only lose its neighbour.
    private func blamed(_ endings: [Ending]) -> PipelineFailure? {
        let bad = zip(programs, endings).filter { !$1.isGood }
        let own = bad.first { !$1.isFollower && !$1.said.isEmpty && !Self.lostNeighbour($1.said) }
        guard let (program, ending) = own ?? bad.first(where: { !$1.said.isEmpty }) ?? bad.first else { return nil }
        return PipelineFailure(
            program: program.name,
            message: ending.said.isEmpty ? "it ended without a message" : Self.message(ending.said))
    }

    private static func lostNeighbour(_ said: String) -> Bool {
        ["roken pipe", "unexpected EOF", "premature end", "unexpected end of file"].contains { said.contains($0) }
    }

    /// The lines in which the program itself speaks: a server's details and context quote values of the data.
    private static func message(_ said: String) -> String {
        let lines = said.split(separator: "\n").map(String.init)
        let own = lines.filter { $0.contains("error:") || $0.contains("FATAL:") }
        return (own.isEmpty ? lines.suffix(3) : own.prefix(3)).map { String($0.prefix(400)) }.joined(separator: "; ")
    }

    private static func ending(of program: Program, _ input: Int32, _ output: Int32) async -> Ending {
        var platform = PlatformOptions()
        platform.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: .milliseconds(300))]
        let variables = program.environment.map { (Environment.Key(rawValue: $0.key)!, $0.value) }
        do {
            let result = try await Subprocess.run(
                .path(FilePath(program.path)), arguments: Arguments(program.arguments),
                environment: .custom(Dictionary(uniqueKeysWithValues: variables)), platformOptions: platform,
                input: .fileDescriptor(FileDescriptor(rawValue: input), closeAfterSpawningProcess: true),
                output: .fileDescriptor(FileDescriptor(rawValue: output), closeAfterSpawningProcess: true),
                error: .string(limit: 4 << 20))
            var isFollower = Task.isCancelled
            if case .signaled(let signal) = result.terminationStatus { isFollower = isFollower || signal == SIGPIPE }
            return Ending(
                isGood: result.terminationStatus.isSuccess, isFollower: isFollower, said: result.standardError)
        } catch {
            return Ending(isGood: false, isFollower: false, said: Task.isCancelled ? "" : "\(error)")
        }
    }
}

private func openNothing(_ flags: Int32) -> Int32 { open("/dev/null", flags | O_CLOEXEC) }
