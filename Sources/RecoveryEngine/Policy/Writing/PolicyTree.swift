import RecoveryModel

/// A policy as nested maps and lists, in the order of its fields; leaves are as YAML writes them.
indirect enum PolicyTree: Sendable {
    struct Member: Sendable {
        var key: String
        var value: PolicyTree
    }

    case leaf(String)
    case map([Member])
    case list([PolicyTree])

    /// Puts a leaf at a path, making the maps and lists on the way.
    mutating func insert(_ leaf: String, at path: ArraySlice<FieldPath.Component>) {
        guard let first = path.first else {
            self = .leaf(leaf)
            return
        }
        switch first {
        case .key(let key):
            var members: [Member] = if case .map(let present) = self { present } else { [] }
            let index = members.firstIndex { $0.key == key } ?? members.endIndex
            if index == members.endIndex { members.append(Member(key: key, value: .map([]))) }
            members[index].value.insert(leaf, at: path.dropFirst())
            self = .map(members)
        case .index(let index):
            var items: [PolicyTree] = if case .list(let present) = self { present } else { [] }
            while items.count <= index { items.append(.map([])) }
            items[index].insert(leaf, at: path.dropFirst())
            self = .list(items)
        }
    }

    /// What is at a path; nil when there is nothing.
    subscript(_ path: ArraySlice<FieldPath.Component>) -> PolicyTree? {
        guard let first = path.first else { return self }
        switch (first, self) {
        case (.key(let key), .map(let members)):
            return members.first { $0.key == key }?.value[path.dropFirst()]
        case (.index(let index), .list(let items)):
            return items.indices.contains(index) ? items[index][path.dropFirst()] : nil
        default: return nil
        }
    }

    /// On one line; nil for what needs several, which is a list of maps or a map in a map.
    var inline: String? {
        switch self {
        case .leaf(let text): return text
        case .list(let items):
            let texts = items.compactMap { if case .leaf(let text) = $0 { text } else { nil } }
            return texts.count == items.count ? "[\(texts.joined(separator: ", "))]" : nil
        case .map(let members):
            var texts: [String] = []
            for member in members {
                if case .map = member.value { return nil }
                guard let text = member.value.inline else { return nil }
                texts.append("\(YAMLScalar.text(member.key)): \(text)")
            }
            return "{\(texts.joined(separator: ", "))}"
        }
    }
}
