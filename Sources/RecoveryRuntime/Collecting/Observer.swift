import AWSCore
import RecoveryModel

/// Asks AWS and keeps the failure: what could not be seen becomes `unavailable`, never a default.
struct Observer: Sendable {
    let client: AWSClient

    /// Sends one operation and reads something off its answer.
    ///
    /// - Throws: `CancellationError` only.
    func ask<Input, Output, Value: Sendable>(
        _ operation: Operation<Input, Output>, _ input: Input, _ read: @Sendable (Output) throws -> Value
    ) async throws -> Collected<Value> {
        do {
            return .known(try read(try await client.send(operation, input)))
        } catch {
            return .unavailable(try Self.failure(error, of: operation))
        }
    }

    /// The same, where certain error codes say that the thing is not there.
    func ask<Input, Output, Value: Sendable>(
        _ operation: Operation<Input, Output>, _ input: Input, absentWhen codes: Set<String>,
        _ read: @Sendable (Output) throws -> Value?
    ) async throws -> Collected<Value?> {
        do {
            return .known(try read(try await client.send(operation, input)))
        } catch let error as ClientError where codes.contains(error.code ?? "") {
            return .known(nil)
        } catch {
            return .unavailable(try Self.failure(error, of: operation))
        }
    }

    /// Everything of a paged list.
    func list<Input, Output, Element: Sendable>(
        _ pages: Paginator<Input, Output>, _ input: Input, _ elements: @Sendable (Output) throws -> [Element]
    ) async throws -> Collected<[Element]> {
        do {
            var all: [Element] = []
            for try await page in Pages(pages, input, send: { try await client.send(pages.operation, $0) }) {
                all += try elements(page)
            }
            return .known(all)
        } catch {
            return .unavailable(try Self.failure(error, of: pages.operation))
        }
    }

    /// Why an operation told us nothing.
    ///
    /// - Throws: `CancellationError` when that is what happened: an interrupted audit is no audit.
    static func failure<Input, Output>(
        _ error: any Error, of operation: Operation<Input, Output>
    ) throws -> CollectionFailure {
        if error is CancellationError { throw error }
        let name = "\(operation.service.signingName):\(operation.name)"
        if let refusal = (error as? ClientError)?.service {
            return CollectionFailure(operation: name, reason: "\(refusal.code): \(refusal.message)")
        }
        return CollectionFailure(operation: name, reason: "\(error)")
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

    /// The value.
    ///
    /// - Throws: `MissingMember`.
    func required(_ member: String) throws -> Wrapped {
        guard let self else { throw MissingMember(member) }
        return self
    }
}
