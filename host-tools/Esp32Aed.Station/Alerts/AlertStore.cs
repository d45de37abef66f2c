using System.Data.Common;

namespace Esp32Aed.Station;

/// <summary>Rules, states and calls, beside the records. Several stations may share them: each change, and each call, is one station's.</summary>
/// <param name="store">Where they are; opened.</param>
public sealed class AlertStore(SqlStore store)
{
    /// <summary>Most rules there may be.</summary>
    public const int MostRules = 200;

    /// <summary>All rules, oldest first.</summary>
    public IReadOnlyList<AlertRule> Rules() => store.Ask(connection => connection.Rows(
        "SELECT id, kind, device, label, bound, minutes, webhook, created_ms FROM alert_rules ORDER BY id",
        row => new AlertRule(
            AlertRuleJson.KindOf(row.GetString(1)),
            row.TextOrNull(2),
            row.GetString(3),
            row.NumberOrNull(4),
            row.IsDBNull(5) ? null : row.GetInt32(5),
            row.TextOrNull(6) is { } url ? new Uri(url) : null)
        {
            Id = row.GetInt64(0),
            CreatedMilliseconds = row.GetInt64(7),
        }));

    /// <summary>Adds a rule; gives it with its number, or null when there are as many as may be.</summary>
    public AlertRule? Add(AlertRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return store.Change<AlertRule?>(connection =>
        {
            if (Convert.ToInt64(connection.Scalar("SELECT count(*) FROM alert_rules")) >= MostRules)
            {
                return null;
            }

            var id = connection.Scalar(
                "INSERT INTO alert_rules (kind, device, label, bound, minutes, webhook, created_ms) "
                + "VALUES (@kind, @device, @label, @bound, @minutes, @webhook, @created) RETURNING id",
                ("kind", AlertRuleJson.NameOf(rule.Kind)),
                ("device", rule.Device),
                ("label", rule.Label),
                ("bound", rule.Limit),
                ("minutes", rule.Minutes),
                ("webhook", rule.Webhook?.AbsoluteUri),
                ("created", rule.CreatedMilliseconds));
            return rule with { Id = (long)id! };
        });
    }

    /// <summary>Deletes a rule with its states, and calls that wait.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Delete(long rule) => store.Change(connection =>
    {
        connection.Run("DELETE FROM alert_calls WHERE rule_id = @rule", ("rule", rule));
        connection.Run("DELETE FROM alert_states WHERE rule_id = @rule", ("rule", rule));
        return connection.Run("DELETE FROM alert_rules WHERE id = @rule", ("rule", rule)) > 0;
    });

    /// <summary>States of rules that there are; none for what was never raised.</summary>
    public IReadOnlyList<AlertState> States() => store.Ask(connection => connection.Rows(
        "SELECT s.rule_id, s.device, s.is_raised, s.since_ms, s.value, s.low, s.high, s.raised_ms FROM alert_states s JOIN alert_rules r ON r.id = s.rule_id ORDER BY s.rule_id, s.device",
        row => new AlertState(
            row.GetInt64(0), row.GetString(1), row.GetInt64(2) != 0, row.GetInt64(3), new AlertReading(row.GetDouble(4), row.NumberOrNull(5), row.NumberOrNull(6)))
        {
            LastRaisedMilliseconds = row.IsDBNull(7) ? null : row.GetInt64(7),
        }));

    /// <summary>Stores a change, and the call that tells of it, unless another station has done so.</summary>
    /// <param name="state">The new state.</param>
    /// <param name="webhook">Whom to tell, or null.</param>
    /// <param name="body">What to tell.</param>
    /// <returns>Whether it was a change.</returns>
    public bool Change(AlertState state, Uri? webhook, string body)
    {
        ArgumentNullException.ThrowIfNull(state);
        return store.Change(connection =>
        {
            var isChange = Put(connection, state) > 0;
            if (isChange && webhook is not null)
            {
                connection.Run(
                    "INSERT INTO alert_calls (rule_id, device, url, body, created_ms, next_ms) VALUES (@rule, @device, @url, @body, @now, @now)",
                    ("rule", state.Rule),
                    ("device", state.Device),
                    ("url", webhook.AbsoluteUri),
                    ("body", body),
                    ("now", state.SinceMilliseconds));
            }

            return isChange;
        });
    }

    /// <summary>The oldest calls that wait, in their order.</summary>
    public IReadOnlyList<AlertCall> Calls() => store.Ask(connection => connection.Rows(
        "SELECT id, rule_id, device, url, body, tries, created_ms, next_ms FROM alert_calls ORDER BY id LIMIT 1000",
        row => new AlertCall(
            row.GetInt64(0), row.GetInt64(1), row.GetString(2), new Uri(row.GetString(3)), row.GetString(4), row.GetInt32(5), row.GetInt64(6), row.GetInt64(7))));

    /// <summary>Takes a call: nobody else may try it before a time.</summary>
    /// <returns>Whether it was still to be had.</returns>
    public bool Take(AlertCall call, long untilMilliseconds)
    {
        ArgumentNullException.ThrowIfNull(call);
        return store.Ask(connection => connection.Run(
            "UPDATE alert_calls SET tries = tries + 1, next_ms = @until WHERE id = @id AND tries = @tries",
            ("until", untilMilliseconds),
            ("id", call.Id),
            ("tries", call.Tries))) > 0;
    }

    /// <summary>Deletes a call that was answered, or is given up.</summary>
    public void Finish(AlertCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        store.Ask(connection => connection.Run("DELETE FROM alert_calls WHERE id = @id", ("id", call.Id)));
    }

    private static int Put(DbConnection connection, AlertState state) => connection.Run(
        "INSERT INTO alert_states (rule_id, device, is_raised, since_ms, raised_ms, value, low, high) "
        + "SELECT id, CAST(@device AS text), CAST(@raised AS integer), CAST(@since AS bigint), CAST(@last AS bigint), "
        + "CAST(@value AS double precision), CAST(@low AS double precision), CAST(@high AS double precision) FROM alert_rules WHERE id = @rule "
        + "ON CONFLICT (rule_id, device) DO UPDATE SET is_raised = excluded.is_raised, since_ms = excluded.since_ms, "
        + "raised_ms = COALESCE(excluded.raised_ms, alert_states.raised_ms), value = excluded.value, low = excluded.low, high = excluded.high "
        + "WHERE alert_states.is_raised <> excluded.is_raised",
        ("device", state.Device),
        ("raised", state.IsRaised ? 1 : 0),
        ("since", state.SinceMilliseconds),
        ("last", state.IsRaised ? state.SinceMilliseconds : null),
        ("value", state.Reading.Value),
        ("low", state.Reading.Low),
        ("high", state.Reading.High),
        ("rule", state.Rule));
}
