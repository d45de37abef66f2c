using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Esp32Aed.Station;

/// <summary>Commands with named parameters, for either database.</summary>
internal static class SqlText
{
    /// <summary>A command with its parameters, written <c>@name</c> in the text.</summary>
    public static DbCommand Command(this DbConnection connection, string text, params (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // All texts are this project's own; whatever comes from outside is a parameter.
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>Runs a command; gives the number of rows it changed.</summary>
    public static int Run(this DbConnection connection, string text, params (string Name, object? Value)[] parameters)
    {
        using var command = connection.Command(text, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>Does all of something, or nothing.</summary>
    /// <remarks>When the disk is full SQLite rolls back by itself, and a <see cref="SqliteTransaction"/> can't be disposed of then, nor can its connection.</remarks>
    public static T Committed<T>(this DbConnection connection, Func<T> act)
    {
        connection.Run(connection is SqliteConnection ? "BEGIN IMMEDIATE" : "BEGIN");
        try
        {
            var result = act();
            connection.Run("COMMIT");
            return result;
        }
        catch
        {
            try
            {
                connection.Run("ROLLBACK");
            }
            catch (Exception error) when (error is DbException or InvalidOperationException)
            {
                // It is rolled back, or the connection is gone; the fault to tell of is the first.
            }

            throw;
        }
    }

    /// <summary>The first value of the first row, or null.</summary>
    public static object? Scalar(this DbConnection connection, string text, params (string Name, object? Value)[] parameters)
    {
        using var command = connection.Command(text, parameters);
        return command.ExecuteScalar();
    }

    /// <summary>All rows.</summary>
    public static List<T> Rows<T>(this DbConnection connection, string text, Func<DbDataReader, T> read, params (string Name, object? Value)[] parameters)
    {
        using var command = connection.Command(text, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>A text of this library's resources.</summary>
    public static string Resource(string name)
    {
        using var stream = typeof(SqlText).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static double? NumberOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

    public static long? WholeOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
