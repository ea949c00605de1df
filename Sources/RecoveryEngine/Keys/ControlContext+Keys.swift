package import RecoveryModel

extension ControlContext {
    /// What KMS says of a key, by whatever a resource calls it: id, ARN, alias or alias ARN; nil when there is none.
    private func standing(of name: String) -> Collected<KeyStanding?> {
        let arn = target.place.keyARN(name)
        if let listed = inventory.listedKey(arn, at: target.place) { return listed }
        // The key of a topic is read with its policy.
        let topics = inventory.topics.values.compactMap { $0.topic.value ?? nil }
        if let topic = topics.first(where: { $0.encryptionKey.map(target.place.keyARN) == arn }) {
            return topic.key.map { $0?.standing }
        }
        return inventory.heldKeys[arn]
            ?? .unavailable(CollectionFailure(operation: "kms:DescribeKey", reason: "\(name) was not read"))
    }

    /// Why the key that something is encrypted with cannot be used, after its name; nil when it can, and without a key.
    func obstacle(toUsing held: Collected<String?>) -> Collected<String?> {
        held.flatMap { held in held.map { standing(of: $0).map(\.obstacle) } ?? .known(nil) }
    }

    /// Whether a key as some service reports it (id, ARN, alias or alias ARN) is the one that the policy names.
    ///
    /// - Returns: A failure when an alias could not be resolved.
    package func isKey(_ observed: String?, named wanted: String) -> Collected<Bool> {
        guard let observed else { return .known(false) }
        let (held, meant) = (target.place.keyARN(observed), target.place.keyARN(wanted))
        if held == meant { return .known(true) }
        return keyARN(behind: held).flatMap { held in
            keyARN(behind: meant).map { held != nil && held == $0 }
        }
    }

    /// The key that an alias leads to; nil for one that leads nowhere.
    private func keyARN(behind arn: String) -> Collected<String?> {
        arn.contains(":alias/") ? standing(of: arn).map { $0?.arn } : .known(arn)
    }

    /// The key that a resource has, and whether it can be used.
    ///
    /// - Parameter wanted: The key that the policy names; nil where any will do.
    func seenKey(_ held: String?, named wanted: String?) -> Collected<SeenKey> {
        guard let held else { return .known(SeenKey()) }
        let name = wanted.map { key in isKey(held, named: key).map { $0 ? key : held } } ?? .known(held)
        return name.flatMap { name -> Collected<SeenKey> in
            // A key of another name is wrong, whatever its state.
            if let wanted, name != wanted { return .known(SeenKey(name: name)) }
            return obstacle(toUsing: .known(held)).map { SeenKey(name: name, obstacle: $0) }
        }
    }

    /// What can be restored of several things, as far as their keys go.
    func restorable<Point>(_ points: [Point], under key: (Point) -> Collected<String?>) -> Restorable<Point> {
        var restorable = Restorable<Point>()
        for point in points {
            switch obstacle(toUsing: key(point)) {
            case .known(nil): restorable.usable.append(point)
            case .known(.some): continue
            case .unavailable(let failure):
                restorable.undecided.append(point)
                restorable.unseen = restorable.unseen ?? failure
            }
        }
        return restorable
    }

    /// What to do about the first of some keys that cannot be used; nil when all can, as far as is known.
    func keyRemedy(_ held: [Collected<String?>]) -> Remedy? {
        for key in held {
            guard let name = key.value ?? nil, let obstacle = obstacle(toUsing: key).value ?? nil else { continue }
            return SeenKey(name: name, obstacle: obstacle).remedy
        }
        return nil
    }
}
