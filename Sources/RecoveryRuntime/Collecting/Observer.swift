import AWSCore
import AWSNames
import RecoveryModel

/// Asks AWS and keeps the failure: what could not be seen becomes `unavailable`, never a default.
struct Observer: Sendable {
    var client: AWSClient
    /// Counts what is read; nil when nobody waits.
    var progress: ReadingProgress?
    /// An operation that is not asked, as if it were denied: to find out what depends on it.
    var denied: String?

    /// The same in another region.
    func elsewhere(_ region: Region) -> Observer {
        var there = self
        there.client = client.with { $0.region = region }
        return there
    }

    /// Sends one operation and reads something off its answer.
    ///
    /// - Throws: `CancellationError` only.
    func ask<Input, Output, Value: Sendable>(
        _ operation: Operation<Input, Output>, _ input: Input, _ read: @Sendable (Output) throws -> Value
    ) async throws -> Collected<Value> {
        if let refusal = refusal(of: operation) { return .unavailable(refusal) }
        do {
            return .known(try read(try await client.send(Self.whole(operation), input)))
        } catch {
            return .unavailable(try Self.failure(error, of: operation))
        }
    }

    /// The same, where certain error codes say that the thing is not there.
    func ask<Input, Output, Value: Sendable>(
        _ operation: Operation<Input, Output>, _ input: Input, absentWhen codes: Set<String>,
        _ read: @Sendable (Output) throws -> Value?
    ) async throws -> Collected<Value?> {
        if let refusal = refusal(of: operation) { return .unavailable(refusal) }
        do {
            return .known(try read(try await client.send(Self.whole(operation), input)))
        } catch let error as ClientError where codes.contains(error.code ?? "") {
            return .known(nil)
        } catch {
            return .unavailable(try Self.failure(error, of: operation))
        }
    }

    /// Everything of a paged list, or as much of it as is enough.
    func list<Input, Output, Element: Sendable>(
        _ pages: Paginator<Input, Output>, _ input: Input,
        until isEnough: @Sendable ([Element]) -> Bool = { _ in false },
        _ elements: @Sendable (Output) throws -> [Element]
    ) async throws -> Collected<[Element]> {
        if let refusal = refusal(of: pages.operation) { return .unavailable(refusal) }
        do {
            var all: [Element] = []
            let operation = Self.whole(pages.operation)
            for try await page in Pages(pages, input, send: { try await client.send(operation, $0) }) {
                all += try elements(page)
                if isEnough(all) { break }
            }
            return .known(all)
        } catch {
            return .unavailable(try Self.failure(error, of: pages.operation))
        }
    }

    private func refusal<Input, Output>(of operation: Operation<Input, Output>) -> CollectionFailure? {
        guard let denied, denied == Self.name(operation) else { return nil }
        return CollectionFailure(operation: denied, reason: "it was not asked")
    }

    /// The operation, of which an answer without a body is none: every member that it leaves out would be read as not set.
    private static func whole<Input, Output>(_ operation: Operation<Input, Output>) -> Operation<Input, Output> {
        guard !operation.name.hasPrefix("Head") else { return operation }
        var whole = operation
        whole.decode = { response in
            guard !response.body.isEmpty else {
                throw ResponseError(
                    operation: name(operation), status: response.status,
                    requestID: nil,
                    reason: .malformed("the answer is empty"))
            }
            return try operation.decode(response)
        }
        return whole
    }

    /// Why an operation has no answer.
    ///
    /// - Throws: `CancellationError` when that is what happened: an interrupted audit is no audit.
    static func failure<Input, Output>(
        _ error: any Error, of operation: Operation<Input, Output>
    ) throws -> CollectionFailure {
        if error is CancellationError { throw error }
        let name = Self.name(operation)
        if let refusal = (error as? ClientError)?.service {
            return CollectionFailure(operation: name, reason: "\(refusal.code): \(refusal.message)")
        }
        var reason = "\(error)"
        // The failure names the operation already.
        if let begin = (error as? ClientError).map({ "\($0.operation): " }), reason.hasPrefix(begin) {
            reason.removeFirst(begin.count)
        }
        return CollectionFailure(operation: name, reason: reason)
    }

    /// The operation as people call it, such as `s3:GetBucketPolicy`.
    private static func name<Input, Output>(_ operation: Operation<Input, Output>) -> String {
        "\(prefix(id: operation.service.id, signingName: operation.service.signingName)):\(operation.name)"
    }

    /// The service as operations and permissions are called by people. CloudWatch signs as `monitoring`; S3 and S3 Control
    /// have an operation of the same name.
    static func prefix(id: String, signingName: String) -> String {
        switch id {
        case "CloudWatch": "cloudwatch"
        case "S3 Control": "s3-control"
        case "Resource Groups Tagging API": "tag"
        default: signingName
        }
    }
}

/// A member that AWS always sends and did not send.
struct MissingMember: Error, CustomStringConvertible {
    let description: String

    init(_ member: String) { description = "the answer has no \(member)" }

    init(description: String) { self.description = description }
}

extension Optional where Wrapped: Sendable {
    /// The value, or that the answer of `operation` left it out.
    func collected(_ member: String, of operation: String) -> Collected<Wrapped> {
        map(Collected.known)
            ?? .unavailable(CollectionFailure(operation: operation, reason: MissingMember(member).description))
    }

    /// What the value says, or that the answer of `operation` left it out or wrote it in a way that is not understood.
    func collected<Parsed: Sendable>(
        _ member: String, of operation: String, as parse: (Wrapped) -> Parsed?
    ) -> Collected<Parsed?> {
        collected(member, of: operation).flatMap { value in
            guard let parsed = parse(value) else {
                return .unavailable(
                    CollectionFailure(operation: operation, reason: "\(member) is not understood: \(value)"))
            }
            return .known(parsed)
        }
    }

    /// The value.
    ///
    /// - Throws: `MissingMember`.
    func required(_ member: String) throws -> Wrapped {
        guard let self else { throw MissingMember(member) }
        return self
    }
}
