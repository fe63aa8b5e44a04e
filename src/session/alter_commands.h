// ALTER TABLE and ALTER VIEW, for one statement of a session.

#pragma once

#include <string>

#include "session/session.h"

namespace tarn::session {

class AlterCommands {
 public:
  AlterCommands(Session& session, const sql::Fragment& text) : session_(session), text_(text) {}

  Answer answer(sql::AlterTable& statement);

 private:
  Answer refuse(const Error& error, Span span) const { return refused(error, text_, span); }
  Answer alter_view_query(const sql::Name& name, sql::ViewQuery& query);
  Result<catalog::Thing> view_to_change(const sql::Name& name) const;
  Answer rename_to(const plan::DatasetName& from, const sql::RenameTo& rename);
  Answer rename_temporary(const sql::Name& name, const sql::RenameTo& rename);
  Status change(const plan::DatasetName& name, catalog::Thing thing,
                const sql::TableChangeNode& change);
  Status change_view(const plan::DatasetName& name, catalog::View view,
                     const sql::TableChangeNode& change);
  Status change_files(const plan::DatasetName& name, catalog::FileTable table,
                      const sql::TableChangeNode& change);
  Status change_delta(const plan::DatasetName& name, const std::string& path,
                      const sql::TableChangeNode& change);
  // The columns that are added, with their defaults checked.
  Result<types::Schema> added_columns(const sql::AddColumns& added);
  // Those of a table of plain files, which adds columns at its end and changes little else.
  Status add_to_files(const plan::DatasetName& name, catalog::FileTable& table,
                      const sql::AddColumns& added);
  Status alter_in_files(const plan::DatasetName& name, catalog::FileTable& table,
                        const sql::ColumnChange& change);
  Status check_generates_none(const types::Schema& schema, const sql::Name& column);
  Status add_to_delta(const plan::DatasetName& name, types::Schema& schema,
                      const sql::AddColumns& added);
  Status alter_in_delta(const plan::DatasetName& name, types::Schema& schema,
                        const sql::ColumnChange& change);
  // Of a table at `path`, whose mark in `schema` is moved.
  Status sync_identity(const std::string& path, types::Schema& schema, const sql::Name& column);
  Status set_default_of(types::Field& field, const sql::ColumnChange& change);

  Session& session_;
  const sql::Fragment& text_;
};

}  // namespace tarn::session
