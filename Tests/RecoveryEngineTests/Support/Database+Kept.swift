import RecoveryModel

extension Database.Snapshot {
    /// One under a key that can be used, or none.
    init(
        id: String, kind: Kind, status: String, createdAt: Instant?, encrypted: Collected<Bool>,
        sharedWith: Collected<[String]>
    ) {
        self.init(
            id: id, kind: kind, status: status, createdAt: createdAt, encrypted: encrypted, encryptionKey: .known(nil),
            sharedWith: sharedWith)
    }
}

extension Database.Copy {
    /// One that is encrypted, under a key that can be used, and shared with nobody.
    init(id: String, restorableTo: Instant?, isAgeless: Bool = false) {
        self.init(
            id: id, restorableTo: restorableTo, isAgeless: isAgeless, encrypted: .known(true),
            encryptionKey: .known(nil),
            sharedWith: .known([]))
    }
}
