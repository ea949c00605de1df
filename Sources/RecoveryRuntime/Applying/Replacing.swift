import RecoveryModel

/// A whole document is no longer what it was when the plan was made: somebody else has written it since.
struct Moved: Error, CustomStringConvertible {
    let document: String

    var description: String { "\(document) has changed since the plan was made" }
}

extension ChangeExecutor {
    /// The only way to write a whole document: it is read again just before, by the same call that the audit reads it with,
    /// and nothing is written when it has changed since the plan was made. The race is narrowed, not closed: S3, KMS and SNS
    /// have no conditional write.
    ///
    /// - Parameter rebase: The same edit of what is there now, where others may write into the document too; nil when what
    ///   the edit is about has changed.
    /// - Throws: `Moved`; `CollectionFailure` when it cannot be read again; what the write throws.
    func replace<Value: Document>(
        _ planned: Edit<Value>, of document: String, read: () async throws -> Collected<Value?>,
        rebase: (Edit<Value>, Value?) -> Edit<Value>? = { edit, _ in edit },
        write: (Value) async throws -> Void
    ) async throws {
        let found = try await read()
        let present = isRehearsal ? planned.before : try found.get()
        guard let edit = rebase(planned, present) else {
            // A run that was interrupted after this step has written it already.
            if rebase(Edit(planned.after, to: planned.after), present) != nil { return }
            throw Moved(document: document)
        }
        // A run that was interrupted after this step has written it already.
        if !isRehearsal, present?.digest == edit.after.digest { return }
        guard present?.digest == edit.before?.digest else { throw Moved(document: document) }
        try await write(edit.after)
    }

    /// The only way to delete a whole document: it is read again just before, and stays when it is not what the plan has
    /// seen. One that is already deleted counts as success.
    ///
    /// - Throws: `Moved`; `CollectionFailure` when it cannot be read again; what the call throws.
    func delete<Value: Document>(
        _ seen: Value, of document: String, read: () async throws -> Collected<Value?>, call: () async throws -> Void
    ) async throws {
        let found = try await read()
        guard let present = isRehearsal ? seen : try found.get() else { return }
        guard present.digest == seen.digest else { throw Moved(document: document) }
        try await call()
    }
}
