/// The body of a dashboard, which CloudWatch takes as a whole and which several policies and people can share.
///
/// The widgets whose titles begin with a policy's mark are that policy's part; every other one, and how the dashboard is
/// shown, is somebody else's. Where a widget stands and how large it is belongs to whoever arranges the dashboard.
///
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
package struct DashboardBody: Document {
    package var json: JSONValue

    package init(_ json: JSONValue) { self.json = json }

    package init(widgets: [JSONValue]) { json = ["widgets": .array(widgets)] }

    /// What the title of each widget of a policy begins with.
    package static func mark(of policy: String) -> String { "\(policy) · " }

    /// Widgets by title, or by their place, and whatever else the body has.
    package var parts: [String: JSONValue] {
        guard case .object(let members) = json else { return ["body": json] }
        var parts: [String: JSONValue] = [:]
        for (name, value) in members where name != "widgets" { parts[name] = value }
        // Numbers count what has no title, or the same one: whatever else comes and goes, a widget keeps its name.
        var counts: [String: Int] = [:]
        for widget in widgets {
            let title = widget.title ?? ""
            let number = counts[title, default: 0] + 1
            counts[title] = number
            let name = Self.part(titled: title.isEmpty ? "\(number) without a title" : title)
            parts[number == 1 || title.isEmpty ? name : "\(name) (\(number))"] = widget
        }
        return parts
    }

    /// Whether a part, by its name in `parts`, is a widget of the policy.
    package static func isPart(_ name: String, of policy: String) -> Bool {
        name.hasPrefix(part(titled: mark(of: policy)))
    }

    private static func part(titled title: String) -> String { "widget \(title)" }

    /// Whether there is nothing in it.
    package var isEmpty: Bool { parts.isEmpty }

    package var widgets: [JSONValue] { json["widgets"]?.listed ?? [] }

    /// The widgets of a policy alone, in the order of their titles and without their places; nil when it has none.
    package func section(of policy: String) -> DashboardBody? {
        let own = widgets.filter { $0.isWidget(of: policy) }.map(\.withoutPlace)
        return own.isEmpty ? nil : DashboardBody(widgets: own.sorted { ($0.title ?? "") < ($1.title ?? "") })
    }

    /// The body without the widgets of a policy.
    package func without(_ policy: String) -> DashboardBody {
        replacing(widgets.filter { !$0.isWidget(of: policy) })
    }

    /// The body with these widgets as the policy's. Those whose titles are there already stand where they stood; new ones
    /// come below everything else, arranged as they are.
    package func with(_ section: DashboardBody, of policy: String) -> DashboardBody {
        var left = Dictionary(section.widgets.map { ($0.title ?? "", $0) }) { first, _ in first }
        let kept = widgets.compactMap { widget -> JSONValue? in
            guard widget.isWidget(of: policy), let title = widget.title else { return widget }
            return left.removeValue(forKey: title)?.placed(widget.place)
        }
        let added = section.widgets.filter { left[$0.title ?? ""] != nil }
        let below = kept.map(\.bottom).max() ?? 0
        let top = added.map(\.top).min() ?? 0
        return replacing(kept + added.map { $0.lowered(by: below - top) })
    }

    private func replacing(_ widgets: [JSONValue]) -> DashboardBody {
        guard case .object(var members) = json else { return DashboardBody(widgets: widgets) }
        members["widgets"] = .array(widgets)
        return DashboardBody(.object(members))
    }
}

extension Edit where Value == DashboardBody {
    /// The same edit of a policy's part, of the body that is there now: what others have changed since stays. Nil when the
    /// part itself is not what it was.
    package func rebased(onto present: DashboardBody?, _ policy: String) -> Edit<DashboardBody>? {
        guard present?.section(of: policy) == before?.section(of: policy) else { return nil }
        let own = DashboardBody(widgets: after.widgets.filter { $0.isWidget(of: policy) })
        return Edit(present, to: (present ?? DashboardBody(widgets: [])).with(own, of: policy))
    }
}

/// A widget.
extension JSONValue {
    fileprivate static let placing = ["x", "y", "width", "height"]

    fileprivate var title: String? { self["properties"]?["title"]?.text }

    fileprivate func isWidget(of policy: String) -> Bool { title?.hasPrefix(DashboardBody.mark(of: policy)) == true }

    fileprivate var top: Int { rows("y") ?? 0 }

    /// The first row below it. CloudWatch gives a widget without a height six rows.
    fileprivate var bottom: Int { top + (rows("height") ?? 6) }

    private func rows(_ name: String) -> Int? { if case .integer(let rows)? = self[name] { rows } else { nil } }

    fileprivate var place: [String: JSONValue] {
        guard case .object(let members) = self else { return [:] }
        return members.filter { Self.placing.contains($0.key) }
    }

    fileprivate var withoutPlace: JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { !Self.placing.contains($0.key) })
    }

    fileprivate func placed(_ place: [String: JSONValue]) -> JSONValue {
        guard case .object(let members) = withoutPlace else { return self }
        return .object(members.merging(place) { $1 })
    }

    fileprivate func lowered(by rows: Int) -> JSONValue {
        guard case .object(var members) = self else { return self }
        members["y"] = .integer(top + rows)
        return .object(members)
    }
}
