using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Esp32Aed.Station;

/// <summary>
/// <c>/api/alerts</c>: anyone who may read gets rules and states; who is logged in, which the <see cref="Doorkeeper"/> asks, adds and deletes rules. Webhooks'
/// addresses are told to those logged in only.
/// </summary>
internal sealed class AlertAnswers(AlertStore alerts, AlertWatch watch, AdminAnswers admin, TimeProvider time)
{
    /// <summary><c>GET</c>: all rules, and the states of those that ever rang; with <c>?raised=yes</c> of those that ring.</summary>
    public Task ListAsync(HttpContext context)
    {
        var isAdmin = admin.IsAdmin(context);
        return Questions.AnswerAsync(context, (request, json) => Write(json, isAdmin, request.Text("raised") == "yes"));
    }

    /// <summary><c>POST</c>: adds a rule.</summary>
    public Task AddAsync(HttpContext context) => JsonRequest.AnswerAsync(context, async body =>
    {
        var rule = AlertRuleJson.Read(body) with { CreatedMilliseconds = time.GetUtcNow().ToUnixTimeMilliseconds() };
        if (alerts.Add(rule) is not { } added)
        {
            await JsonRequest.LineAsync(context, StatusCodes.Status409Conflict, $"there are {AlertStore.MostRules} alerts; delete one first").ConfigureAwait(false);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status201Created;
        await Questions.AnswerAsync(context, (_, json) => AlertRuleJson.Write(json, added, withWebhook: true)).ConfigureAwait(false);
    });

    /// <summary><c>DELETE ?id=</c>: deletes a rule.</summary>
    public async Task DeleteAsync(HttpContext context)
    {
        if (!long.TryParse(context.Request.Text("id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            await JsonRequest.LineAsync(context, StatusCodes.Status400BadRequest, "id must be the number of an alert").ConfigureAwait(false);
        }
        else if (!alerts.Delete(id))
        {
            await JsonRequest.LineAsync(context, StatusCodes.Status404NotFound, "there is no such alert").ConfigureAwait(false);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    private void Write(Utf8JsonWriter json, bool isAdmin, bool isOnlyRaised)
    {
        var rules = alerts.Rules();
        var byId = rules.ToDictionary(r => r.Id);
        json.WriteStartObject();
        json.WriteString("now", RecordJson.Time(time.GetUtcNow().ToUnixTimeMilliseconds()));
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            AlertRuleJson.Write(json, rule, isAdmin);
        }

        json.WriteEndArray();
        json.WriteStartArray("states");
        foreach (var state in alerts.States().Where(s => byId.ContainsKey(s.Rule) && (s.IsRaised || !isOnlyRaised)))
        {
            var reading = watch.Reading(state.Rule, state.Device) ?? state.Reading;
            json.WriteStartObject();
            json.WriteNumber("rule", state.Rule);
            json.WriteString("device", state.Device);
            json.WriteBoolean("is_raised", state.IsRaised);
            json.WriteString("since", RecordJson.Time(state.SinceMilliseconds));
            json.WriteString("last_raised", state.LastRaisedMilliseconds is { } raised ? RecordJson.Time(raised) : null);
            AlertReadingJson.Write(json, reading);
            json.WriteString("text", reading.Describe(byId[state.Rule], state.Device, state.IsRaised));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
