package import RecoveryModel

extension Target {
    /// The keys whose states decide whether what was found can be used, by ARN or alias ARN and sorted: those of resources
    /// whose controls ask, and that no alias of the policy leads to.
    package func heldKeys(in inventory: Inventory) -> [String] {
        let names =
            keysOfDatabases(inventory) + keysOfBuckets(inventory) + keysOfBackups(inventory)
            + inventory.secrets.values.compactMap { ($0.secret.value ?? nil)?.encryptionKey } + namedKeys
        return Set(names.map(place.keyARN)).filter { inventory.listedKey($0, at: place) == nil }.sorted()
    }

    /// Of what can be restored only.
    private func keysOfDatabases(_ inventory: Inventory) -> [String] {
        inventory.databases.values.flatMap { $0.value ?? [] }.flatMap { database in
            let snapshots = (database.snapshots.value ?? []).filter(\.isAvailable).map(\.encryptionKey)
            let copies = database.copies.values.flatMap { $0.value ?? [] }.map(\.encryptionKey)
            return ([database.encryptionKey] + snapshots + copies).compactMap { $0.value ?? nil }
        }
    }

    private func keysOfBuckets(_ inventory: Inventory) -> [String] {
        buckets.filter(\.asksForUsableKey).compactMap { bucket in
            (inventory.buckets[bucket.name]?.encryption.value ?? nil)?.key
        }
    }

    /// Of AWS Backup: the vaults, what is in them, and what has arrived elsewhere.
    private func keysOfBackups(_ inventory: Inventory) -> [String] {
        let vaults = inventory.backupVaults.values.compactMap { $0.vault.value ?? nil }
        let points = vaults.flatMap { $0.points.value ?? [] }.filter(\.isUsable)
        let copies = inventory.backupPlans.values.flatMap { $0.copies.value ?? [] }
        return vaults.compactMap(\.encryptionKey) + points.compactMap(\.encryptionKey)
            + copies.compactMap(\.encryptionKey)
    }

    /// What the policy names by an alias's ARN, which says nothing of the key.
    private var namedKeys: [String] {
        let names =
            policy.databases.compactMap(\.protection.encryptionKey) + policy.storage.compactMap(\.encryption?.key)
            + policy.databases.compactMap(\.secretRules.encryptionKey) + part.vaults.compactMap(\.encryptionKey)
        return names.filter { $0.contains(":alias/") }
    }
}

extension Target.Bucket {
    /// Whether a control asks if its objects can be written and read.
    var asksForUsableKey: Bool { policy.encryption != nil || !logSources.isEmpty }
}

extension Inventory {
    /// What was read of a key since the policy names an alias of it; nil when none of those leads there.
    func listedKey(_ arn: String, at place: Place) -> Collected<KeyStanding?>? {
        let aliases = place.keyARN("alias/")
        if arn.hasPrefix(aliases) { return keys[String(arn.dropFirst(aliases.count))]?.key.map { $0?.standing } }
        let key = keys.values.lazy.compactMap { $0.key.value ?? nil }.first { $0.arn == arn }
        return key.map { .known($0.standing) }
    }
}

extension Place {
    /// The ARN of a key or an alias, by whatever it is called here; ARNs as they are.
    func keyARN(_ name: String) -> String {
        name.hasPrefix("arn:") ? name : arn("kms", name.hasPrefix("alias/") ? name : "key/\(name)")
    }
}
