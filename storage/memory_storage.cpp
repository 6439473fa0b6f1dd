#include "storage/memory_storage.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace attune::storage {

Stored<void> MemoryStorage::append_now(Append append) {
  const auto it = sessions_.find(append.session);
  if (it == sessions_.end()) {
    return std::unexpected{StoreError::missing};
  }
  Session& session = it->second;
  const engine::Seq head = session.entries.empty() ? 0 : session.entries.back().last;
  if (append.entry.first != head + 1) {
    return std::unexpected{StoreError::conflict};
  }
  session.entries.push_back(std::move(append.entry));
  if (append.snapshot) {
    session.unchecked = std::move(append.snapshot);
  }
  session.program = append.program.value_or(session.program);
  return {};
}

void MemoryStorage::append(Append append, Done<Stored<void>> done) {
  complete<void>(std::move(done), append_now(std::move(append)));
}

void MemoryStorage::load(SessionId session, Done<Stored<Loaded>> done) {
  const auto it = sessions_.find(session);
  if (it == sessions_.end()) {
    complete<Loaded>(std::move(done), std::unexpected{StoreError::missing});
    return;
  }
  Loaded loaded{.checked = it->second.checked, .unchecked = it->second.unchecked, .tail = {}};
  const std::optional<Snapshot>& latest = loaded.unchecked ? loaded.unchecked : loaded.checked;
  const engine::Seq after = latest ? latest->seq : 0;
  std::ranges::copy_if(
      it->second.entries,
      std::back_inserter(loaded.tail),
      [&](const Entry& entry) { return entry.first > after; }
  );
  complete<Loaded>(std::move(done), std::move(loaded));
}

void MemoryStorage::confirm_snapshot(SessionId session, engine::Seq seq, Done<Stored<void>> done) {
  if (const auto it = sessions_.find(session);
      it != sessions_.end() && it->second.unchecked && it->second.unchecked->seq == seq) {
    it->second.checked = std::exchange(it->second.unchecked, std::nullopt);
  }
  complete<void>(std::move(done), {});
}

void MemoryStorage::forget_snapshots(SessionId session, Done<Stored<void>> done) {
  if (const auto it = sessions_.find(session); it != sessions_.end()) {
    it->second.checked.reset();
    it->second.unchecked.reset();
  }
  complete<void>(std::move(done), {});
}

void MemoryStorage::read(
    SessionId session,
    engine::Seq after,
    std::size_t bytes_max,
    Done<Stored<std::vector<Entry>>> done
) {
  std::vector<Entry> found;
  if (const auto it = sessions_.find(session); it != sessions_.end()) {
    std::size_t bytes = 0;
    for (const Entry& entry : it->second.entries) {
      if (entry.last <= after) {
        continue;
      }
      found.push_back(entry);
      bytes += entry.body.size();
      if (bytes >= bytes_max) {
        break;
      }
    }
  }
  complete<std::vector<Entry>>(std::move(done), std::move(found));
}

void MemoryStorage::create(NewJourney journey, Done<Stored<void>> done) {
  if (sessions_.contains(journey.session) || devices_.contains(journey.device.lookup) ||
      words_.contains(journey.words.lookup)) {
    complete<void>(std::move(done), std::unexpected{StoreError::conflict});
    return;
  }
  sessions_[journey.session].program = journey.program;
  if (Stored<void> appended = append_now(std::move(journey.first_turn)); !appended) {
    sessions_.erase(journey.session);
    complete<void>(std::move(done), appended);
    return;
  }
  devices_[journey.device.lookup] = Found{journey.session, std::move(journey.device.wrapped_key)};
  words_[journey.words.lookup] = Found{journey.session, std::move(journey.words.wrapped_key)};
  last_days_[journey.session] = std::chrono::floor<std::chrono::days>(journey.at);
  complete<void>(std::move(done), {});
}

Stored<Found> MemoryStorage::behind(
    const std::map<SecretHash, Found>& doors, const SecretHash& lookup
) {
  const auto it = doors.find(lookup);
  return it == doors.end() ? Stored<Found>{std::unexpected{StoreError::missing}} : it->second;
}

void MemoryStorage::find_by_device(SecretHash device, Done<Stored<Found>> done) {
  complete<Found>(std::move(done), behind(devices_, device));
}

void MemoryStorage::find_by_words(SecretHash words, Done<Stored<Found>> done) {
  complete<Found>(std::move(done), behind(words_, words));
}

void MemoryStorage::add_device(
    Door device, SessionId session, engine::Instant /*at*/, Done<Stored<void>> done
) {
  if (!sessions_.contains(session)) {
    complete<void>(std::move(done), std::unexpected{StoreError::missing});
    return;
  }
  devices_[device.lookup] = Found{session, std::move(device.wrapped_key)};
  complete<void>(std::move(done), {});
}

void MemoryStorage::forget_device(SecretHash device, Done<Stored<void>> done) {
  devices_.erase(device);
  complete<void>(std::move(done), {});
}

void MemoryStorage::erase(SessionId session, Done<Stored<void>> done) {
  erase_now(session);
  complete<void>(std::move(done), {});
}

void MemoryStorage::erase_now(const SessionId& session) {
  sessions_.erase(session);
  const auto belongs = [&](const auto& entry) { return entry.second.session == session; };
  std::erase_if(devices_, belongs);
  std::erase_if(words_, belongs);
  last_days_.erase(session);
}

void MemoryStorage::touch(SessionId session, engine::Day day, Done<Stored<void>> done) {
  if (const auto found = last_days_.find(session); found != last_days_.end()) {
    found->second = std::max(found->second, day);
  }
  complete<void>(std::move(done), {});
}

void MemoryStorage::settle_policy(
    std::uint32_t months, engine::Day today, Done<Stored<RetentionPolicy>> done
) {
  policy_ = next_policy(policy_, months, today);
  complete<RetentionPolicy>(std::move(done), policy_);
}

void MemoryStorage::erase_untouched(
    engine::Day day, std::size_t most, Done<Stored<std::vector<SessionId>>> done
) {
  std::vector<SessionId> untouched;
  for (const auto& [session, last] : last_days_) {
    if (last < day && untouched.size() < most) {
      untouched.push_back(session);
    }
  }
  for (const SessionId& session : untouched) {
    erase_now(session);
  }
  complete<std::vector<SessionId>>(std::move(done), std::move(untouched));
}

void MemoryStorage::keep(engine::ProgramId program, std::string sources, Done<Stored<void>> done) {
  programs_.try_emplace(program, std::move(sources));
  complete<void>(std::move(done), {});
}

void MemoryStorage::find(engine::ProgramId program, Done<Stored<std::string>> done) {
  const auto it = programs_.find(program);
  if (it == programs_.end()) {
    complete<std::string>(std::move(done), std::unexpected{StoreError::missing});
  } else {
    complete<std::string>(std::move(done), it->second);
  }
}

void MemoryStorage::publish(NewPublication publication, Done<Stored<std::int64_t>> done) {
  const std::int64_t latest = publications_.empty() ? 0 : publications_.back().id;
  Publication made = std::move(publication.publication);
  if (publication.after != latest) {
    complete<std::int64_t>(std::move(done), std::unexpected{StoreError::conflict});
    return;
  }
  if (!publication.sources.empty()) {
    programs_.try_emplace(made.program, std::move(publication.sources));
  }
  if (!programs_.contains(made.program)) {
    complete<std::int64_t>(std::move(done), std::unexpected{StoreError::missing});
    return;
  }
  made.id = latest + 1;
  publications_.push_back(std::move(made));
  complete<std::int64_t>(std::move(done), latest + 1);
}

void MemoryStorage::publications_after(
    std::int64_t id, Done<Stored<std::vector<Publication>>> done
) {
  std::vector<Publication> later;
  std::ranges::copy_if(publications_, std::back_inserter(later), [&](const Publication& each) {
    return each.id > id;
  });
  complete<std::vector<Publication>>(std::move(done), std::move(later));
}

void MemoryStorage::overview(Done<Stored<Overview>> done) {
  Overview overview{.log = publications_, .versions = {}};
  for (const auto& [program, sources] : programs_) {
    const auto on_it = std::ranges::count_if(sessions_, [&](const auto& session) {
      return session.second.program == program;
    });
    overview.versions.push_back(HeldVersion{
        .program = program, .sources = sources, .sessions = static_cast<std::uint64_t>(on_it)
    });
  }
  complete<Overview>(std::move(done), std::move(overview));
}

}  // namespace attune::storage
